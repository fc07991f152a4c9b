/** How the script that `exportScriptBash.ts` puts together sets up, reads JSON, and asks Okta. The text holds no `${`. */

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
# Returns 1 where Okta refuses this one query (403, 404 and their like); stops where it makes no sense to go on.
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
      400 | 403 | 404 | 405 | 410 | 501) return 1 ;;
      'no answer' | 408 | 5??)
        tries=$((tries + 1))
        if [ "$tries" -ge 5 ]; then
          [ "$status" != 'no answer' ] || stop "no answer from $host: $(tr -cd '[:print:]' < "$work/fault"). Run this again to go on."
          stop "Okta answered $status five times ($(okta_error)). Run this again later to go on."
        fi
        pause $((tries * tries)) "No usable answer ($status)"
        ;;
      401) stop "Okta does not accept the API token (401). Make one in the admin console: Security > API > Tokens. It belongs to one org: $host." ;;
      3??) stop "$host redirects to another address ($status). Check the address of the org, and whether a proxy asks to sign in." ;;
      *) stop "Okta answered $status ($(okta_error))." ;;
    esac
  done
}

# A text without what would have to be escaped in JSON.
plain() { tr -d '"\\' | tr -cd '[:print:]'; }

# missing <what> <kind> <group> <status> <optional or note>: what could not be read stands in the manifest. Without what is only a note no
# preview is worse.
missing() {
  say "  $1"
  printf '%s\t%s\t%s\t%s\t%s\n' "$2" "$3" "$4" "$(printf '%s' "$1" | plain)" "$5" >> "$work/missing"
}

# refused <what> <kind> <group> <needed, optional or note>: what to do where Okta refuses a query.
refused() {
  reason="Okta answered $status ($(okta_error))"
  if [ "$4" != needed ]; then
    missing "$1: not read. $reason." "$2" "$3" "$status" "$4"
    return 0
  fi
  case $status in
    403) stop "$1 may not be read with this token: $reason. The token's administrator must be able to read users, groups and the app." ;;
    404) stop "$1 cannot be found: $reason. Check the id of the app and the address of the org." ;;
    *) stop "$1 cannot be read: $reason." ;;
  esac
}
`;
