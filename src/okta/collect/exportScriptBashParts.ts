/** Parts of the script that `exportScriptBash.ts` puts together, as they stand in it. They hold no `${`. */

export const setUp = String.raw`
set +x          # never show the token, not even under bash -x
umask 077       # the files are for you alone
LC_ALL=C
export LC_ALL

say() { printf '%s\n' "$*" >&2; }
stop() {
  say "Stopped: $*"
  exit 1
}

folder=$1
[ -n "$folder" ] || folder=okta-export-$(date +%Y-%m-%d)
work=$folder/.collecting # what is only needed until the export is complete; it is removed at the end

command -v curl > /dev/null || stop 'curl is not installed.'
if command -v sha256sum > /dev/null; then
  sha256() { sha256sum < "$1" | cut -d ' ' -f 1; }
elif command -v shasum > /dev/null; then
  sha256() { shasum -a 256 < "$1" | cut -d ' ' -f 1; }
else
  stop 'neither sha256sum nor shasum is installed.'
fi

# Only to Okta, only encrypted; except for a sandbox on this machine.
protocol='=https'
host=$(printf '%s\n' "$okta" | sed -e 's,^https*://,,' -e 's,:[0-9]*$,,')
case $host in
  '' | *[!A-Za-z0-9.-]*) stop "$okta is no address of an Okta org. It looks like https://contoso.okta.com." ;;
esac
case $okta in
  http://127.0.0.1:* | http://localhost:*) protocol='=http' ;;
  https://*.okta.com | https://*.oktapreview.com | https://*.okta-emea.com) ;;
  "https://$own_domain" | "https://$own_domain":*) ;;
  *) stop "$host is not a domain of Okta's. Where it is your org's own domain, write it into own_domain, too, at the top of this script." ;;
esac
`;

export const reading = String.raw`
# values <file> <names>: for each record of a list, or for the one object, a line with the values of these names ("id,profile.name"), a tab
# between them, as JSON writes them. Fails where the text is not whole. The text is taken apart at its quotation marks: what stands between
# two of them is a text, in which brackets and commas mean nothing.
values() {
  awk -v names="$2" '
    BEGIN { RS = "\""; wanted = split(names, name, ",") }
    in_text {
      text = text $0
      match($0, /\\*$/)
      if (RLENGTH % 2) { text = text "\""; next } # behind a backslash: the mark belongs to the text
      in_text = 0
      known = 1
      next
    }
    {
      structure($0)
      in_text = 1
      text = ""
    }
    END { exit depth != 0 || !begun }

    function structure(part, at, sign) {
      gsub(/[ \t\r\n]/, "", part)
      for (at = 1; at <= length(part); at++) {
        sign = substr(part, at, 1)
        if (sign == "{" || sign == "[") open(sign)
        else if (sign == "}" || sign == "]") close_one()
        else if (sign == ":") { key[depth] = text; text = ""; known = 0 }
        else if (sign == ",") keep()
        else { text = text sign; known = 1 } # a number, true, false, null
      }
    }
    function open(sign) {
      if (!begun) { begun = 1; records_at = (sign == "[") ? 2 : 1 }
      depth++
      key[depth] = ""
      text = ""
      known = 0
    }
    function close_one() {
      keep()
      if (depth == records_at) print_record()
      depth--
    }
    # The value that was read last belongs to the keys that are open.
    function keep(i, path) {
      if (known) {
        path = key[records_at]
        for (i = records_at + 1; i <= depth; i++) path = path "." key[i]
        for (i = 1; i <= wanted; i++) if (name[i] == path) found[i] = text
      }
      text = ""
      known = 0
    }
    function print_record(i, line) {
      line = found[1]
      for (i = 2; i <= wanted; i++) line = line "\t" found[i]
      print line
      split("", found)
    }
  ' "$1"
}

# header <name>: what the last answer has in a header; a line each where it has several of that name.
header() {
  tr -d '\r' < "$work/headers" | awk -v name="$1:" 'tolower(substr($0, 1, length(name))) == name { sub(/^[^:]*: */, ""); print }'
}

# The address of the next page; nothing where the list is at its end. Okta sends one Link header or several.
next_page() {
  header link | tr '<' '\n' | sed -n 's/^\([^>]*\)>.*rel="\{0,1\}next.*/\1/p' | head -n 1
}

# What Okta says of an error, without control characters.
okta_error() {
  values "$work/answer" errorCode,errorSummary 2> /dev/null | head -n 1 | tr '\t' ' ' | tr -cd '[:print:]' | cut -c 1-300
}
`;

export const requests = String.raw`
requests=0

# pause <seconds> <why>
pause() {
  say "  $2: waiting $1 seconds."
  sleep "$1"
}

# How long until Okta counts requests anew. The clocks may differ: never more than a minute and a bit, then it is asked again.
seconds_to_reset() {
  reset=$(header x-rate-limit-reset | tail -n 1 | tr -cd '0-9')
  [ -n "$reset" ] || reset=0
  seconds=$((reset - $(date +%s) + 1))
  [ "$seconds" -ge 1 ] || seconds=5
  [ "$seconds" -le 65 ] || seconds=65
  echo "$seconds"
}

# get <address>: the answer into $work/answer, its headers into $work/headers. Okta's limits are kept; what may be temporary is tried again.
# Returns 1 where Okta refuses this one query (400, 403, 404); stops where it makes no sense to go on.
get() {
  case $1 in
    "$okta/"*) ;; # the token goes to the org and nowhere else
    *) stop "Okta named the address $1, which is not at $okta. It was not asked." ;;
  esac
  tries=0
  while :; do
    requests=$((requests + 1))
    : > "$work/headers"
    # The token reaches curl by its input, not by its command line.
    status=$(printf 'header = "Authorization: SSWS %s"\n' "$token" |
      curl -q -sS -g --config - --proto "$protocol" --noproxy 127.0.0.1,localhost --connect-timeout 30 --max-time 300 \
        -H 'Accept: application/json' -A scim-preflight-script -D "$work/headers" -o "$work/answer" -w '%{http_code}' \
        "$1" 2> "$work/fault") || status="no answer"
    case $status in
      200)
        remaining=$(header x-rate-limit-remaining | tail -n 1 | tr -cd '0-9')
        # The last few requests of the minute are left to others who use the org.
        if [ -n "$remaining" ] && [ "$remaining" -lt 5 ]; then pause "$(seconds_to_reset)" 'Close to the rate limit'; fi
        return 0
        ;;
      429) pause "$(seconds_to_reset)" 'Okta asks to slow down (429)' ;;
      'no answer' | 408 | 5??)
        tries=$((tries + 1))
        if [ "$tries" -ge 5 ]; then
          [ "$status" != 'no answer' ] || stop "no answer from $host: $(tr -cd '[:print:]' < "$work/fault"). Run this again to go on."
          stop "Okta answered $status five times ($(okta_error)). Run this again later to go on."
        fi
        pause $((tries * tries)) "No usable answer ($status)"
        ;;
      401) stop "Okta does not accept the API token (401). Make one in the admin console: Security > API > Tokens. It belongs to one org: $host." ;;
      400 | 403 | 404) return 1 ;;
      3??) stop "$host redirects to another address ($status). Check the address of the org, and whether a proxy asks to sign in." ;;
      *) stop "Okta answered $status ($(okta_error))." ;;
    esac
  done
}

# refused <what> <optional>: what to do about an answer 400, 403 or 404.
refused() {
  reason="Okta answered $status ($(okta_error))"
  if [ "$2" = optional ]; then
    say "  $1: not read. $reason."
    problems=$((problems + 1))
    return 0
  fi
  case $status in
    403) stop "$1 may not be read with this token: $reason. The token's administrator must be able to read users, groups and the app." ;;
    404) stop "$1 cannot be found: $reason. Check the id of the app and the address of the org." ;;
    *) stop "$1 cannot be read: $reason." ;;
  esac
}
`;

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
      refused "$1" "$5"
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

# object <what> <kind> <file> <query> <optional>: one object, as <file>.json
object() {
  if is_finished "$3"; then return 0; fi
  begin "$3"
  if get "$okta$4"; then
    save "$3" "$3.json" "$2" ''
    say "  $1"
  else refused "$1" "$5"; fi
  finish "$3"
}

# found_object <what> <kind> <file> <query that finds it> <query before its id> <optional>: the first object that a list names.
found_object() {
  if is_finished "$3"; then return 0; fi
  if ! get "$okta$4"; then
    refused "$1" "$6"
    finish "$3"
    return 0
  fi
  id=$(values "$work/answer" id | head -n 1)
  case $id in
    '')
      say "  $1: Okta has none."
      finish "$3"
      ;;
    *[!A-Za-z0-9_-]*) stop "Okta names an id that is none for $1." ;;
    *) object "$1" "$2" "$3" "$5$id" "$6" ;;
  esac
}

# saved_values <list> <names>: the values of all pages of a list that was saved.
saved_values() {
  awk -F '\t' -v list="$1" '$1 == list { print $2 }' "$work/pages" | while IFS= read -r path; do values "$folder/$path" "$2"; done
}

# Whose members are read: the groups that are pushed; all groups where Okta names no push.
wanted_groups() {
  saved_values push-mappings sourceGroupId | awk 'NF && !seen[$0]++' > "$work/groups"
  [ -s "$work/groups" ] || saved_values groups id > "$work/groups"
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
    } END { if (NR) printf "\n  " }' "$work/pages"
    printf ']\n}\n'
  } > "$work/manifest"
  mv -f "$work/manifest" "$folder/okta-export.json"
}

# Where a group's list is not as long as Okta says that the group is, something was missed, or the group was changed meanwhile.
compare_counts() {
  saved_values groups id,profile.name,_embedded.stats.usersCount > "$work/counts"
  awk -F '\t' '
    FNR == 1 { file++ }
    file == 1 { if ($3 == "groupMembers") { read[$4] += $5; asked[$4] = 1 }; next }
    ($1 in asked) && $3 != "" && read[$1] != $3 {
      printf "  members of %s: %d were read, Okta counts %d. Was the group changed just now? Then export again.\n", $2, read[$1], $3
    }
  ' "$work/pages" "$work/counts" | tr -cd '[:print:]\n' > "$work/differences"
  cat "$work/differences" >&2
  problems=$((problems + $(wc -l < "$work/differences")))
}

sum_of() { awk -F '\t' -v kind="$1" '$3 == kind { sum += $5 } END { print sum + 0 }' "$work/pages"; }
`;
