/** How the script that `exportScriptBash.ts` puts together fills the folder and its manifest. The text holds no `${`. */

export const lists = String.raw`
# What is saved is written down in $work/pages, a line a file: list, path, kind, group, records, SHA-256. A list that is finished stands in
# $work/finished, so that it is skipped when the script is run again.

is_finished() { grep -q -x -F "$1" "$work/finished"; }

# save <list> <path> <kind> <group>: the answer becomes a file of the export, at once or not at all. Counts its records.
save() {
  case $(head -c 1 "$work/answer") in
    '[' | '{') ;;
    *) stop "$host answered with something that is not JSON. Check the address of the org, and whether a proxy asks to sign in." ;;
  esac
  values "$work/answer" id > "$work/ids" || stop "Okta's answer for $2 broke off in the middle. Run this again to go on."
  records=$(wc -l < "$work/ids" | tr -d ' ')
  mkdir -p "$(dirname "$folder/$2")"
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$records" "$(sha256 "$work/answer")" >> "$work/pages"
  mv -f "$work/answer" "$folder/$2"
}

# begin <list>: takes away what an earlier run left of an unfinished list.
begin() {
  awk -F '\t' -v list="$1" '$1 == list { print $2 }' "$work/pages" | while IFS= read -r path; do rm -f "$folder/$path"; done
  awk -F '\t' -v list="$1" '$1 != list' "$work/pages" > "$work/kept" && mv -f "$work/kept" "$work/pages"
}

finish() {
  printf '%s\n' "$1" >> "$work/finished"
  write_manifest false
}

# list <what> <kind> <file> <query> <optional> <group>: every page of a list, as <file>-1.json, <file>-2.json ...
list() {
  if is_finished "$3"; then return 0; fi
  begin "$3"
  page=1
  total=0
  next=$okta$4
  while [ -n "$next" ]; do
    if ! get "$next"; then
      refused "$1" "$2" "$6" "$5"
      begin "$3"
      break
    fi
    next=$(next_page)
    save "$3" "$3-$page.json" "$2" "$6"
    total=$((total + records))
    page=$((page + 1))
    say "  $1: $total"
  done
  finish "$3"
}

# object <what> <kind> <file> <query> <optional> <group>: one object, as <file>.json
object() {
  if is_finished "$3"; then return 0; fi
  begin "$3"
  if get "$okta$4"; then
    save "$3" "$3.json" "$2" ''
    say "  $1"
  else refused "$1" "$2" "$6" "$5"; fi
  finish "$3"
}

# found_object <what> <kind> <file> <query that finds it> <query before its id> <optional>: an object that a list names. An org with user
# types of its own has several; that of the type "user" is for nearly everybody, and it is the one that is saved.
found_object() {
  if is_finished "$3"; then return 0; fi
  if ! get "$okta$4"; then
    refused "$1" "$2" '' "$6"
    finish "$3"
    return 0
  fi
  values "$work/answer" id,source.type,source.name,target.type,target.name > "$work/found" || stop "Okta's answer for $1 broke off. Run this again."
  id=$(awk -F '\t' '
    NR == 1 { id = $1 }
    !told && (($2 == "user" && $3 == "user") || ($4 == "user" && $5 == "user")) { id = $1; told = 1 }
    END { print id }' "$work/found")
  count=$(wc -l < "$work/found" | tr -d ' ')
  case $id in
    '')
      missing "$1: Okta has none for the app." "$2" '' '' "$6"
      finish "$3"
      ;;
    *[!A-Za-z0-9_-]*) stop "Okta names an id that is none for $1." ;;
    *)
      [ "$count" -lt 2 ] || missing "$1: Okta has $count, one for each user type. That of the type user was saved." "$2" '' '' note
      object "$1" "$2" "$3" "$5$id" "$6"
      ;;
  esac
}

# saved_values <list> <names>: the values of all pages of a list that was saved.
saved_values() {
  awk -F '\t' -v list="$1" '$1 == list { print $2 }' "$work/pages" | while IFS= read -r path; do values "$folder/$path" "$2"; done
}

# The groups that push mappings name and that the list of groups does not hold: Okta hides a group of the app once a push is linked to it.
mapped_groups() {
  saved_values groups id > "$work/listed"
  saved_values push-mappings sourceGroupId,targetGroupId | tr '\t' '\n' |
    awk -v listed="$work/listed" 'BEGIN { while ((getline id < listed) > 0) seen[id] = 1 } NF && !seen[$0]++' | sort > "$work/groups"
}

# Whose members are read: the groups that are pushed; where Okta names no push, all groups but those that were imported from the app itself.
wanted_groups() {
  saved_values push-mappings sourceGroupId | sort -u > "$work/groups"
  [ -s "$work/groups" ] || saved_values groups id,type,source.id,_links.source.href | awk -F '\t' -v app="$app" '
    { imported = $2 == "APP_GROUP" && ($3 == app || substr($4, length($4) - length(app) - 5) == "/apps/" app) }
    !imported { print $1 }' | sort -u > "$work/groups"
}
`;

export const manifest = String.raw`
# write_manifest <true or false>: okta-export.json. While the export is under way it says "complete": false.
write_manifest() {
  {
    printf '{\n  "format": "scim-preflight/okta-export@1",\n  "complete": %s,\n' "$1"
    printf '  "collectedAt": "%s",\n  "oktaDomain": "%s",\n' "$started" "$okta_domain"
    printf '  "oktaApp": {\n    "id": "%s",\n    "label": "%s"\n  },\n  "files": [' "$app" "$label"
    awk -F '\t' '{
      group = ($4 == "") ? "" : ", \"group\": \"" $4 "\""
      printf "%s\n    { \"path\": \"%s\", \"kind\": \"%s\"%s, \"records\": %s, \"sha256\": \"%s\" }", (NR > 1 ? "," : ""), $2, $3, group, $5, $6
    } END { printf "%s]", (NR ? "\n  " : "") }' "$work/pages"
    awk -F '\t' '{
      group = ($2 == "") ? "" : ", \"group\": \"" $2 "\""
      status = ($3 == "") ? "" : ", \"status\": " $3
      printf "%s\n    { \"kind\": \"%s\"%s%s, \"message\": \"%s\" }", (NR > 1 ? "," : ",\n  \"missing\": ["), $1, group, status, $4
    } END { printf "%s\n}\n", (NR ? "\n  ]" : "") }' "$work/missing"
  } > "$work/manifest"
  mv -f "$work/manifest" "$folder/okta-export.json"
}

# Where a group's list is shorter than Okta says that the group is, something was missed, or the group was changed meanwhile.
compare_counts() {
  saved_values groups id,profile.name,_embedded.stats.usersCount > "$work/counts"
  awk -F '\t' '
    FNR == 1 { file++ }
    file == 1 { if ($3 == "groupMembers") { read[$4] += $5; asked[$4] = 1 }; next }
    ($1 in asked) && $3 != "" && read[$1] < $3 { printf "%s\t%s\t%d\t%d\n", $1, $2, read[$1], $3 }
  ' "$work/pages" "$work/counts" > "$work/short"
  tab=$(printf '\t')
  while IFS=$tab read -r id name read counted; do
    missing "members of $name: $read were read, Okta counts $counted. Was the group changed just now? Then export again." groupMembers "$id" '' optional
  done < "$work/short"
}

sum_of() { awk -F '\t' -v kind="$1" '$3 == kind { sum += $5 } END { print sum + 0 }' "$work/pages"; }
`;
