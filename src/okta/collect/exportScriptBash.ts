import type { ExportScriptParts } from './exportScript';
import { lists, manifest } from './exportScriptBashFolder';
import { reading, requests, setUp } from './exportScriptBashRequests';
import { mappedGroup, oktaLists, type OktaList } from './lists';
import { oktaRights } from './oktaRights';

/**
 * The export as one script for bash 3.2 or newer and curl, as macOS and every Linux have them: no jq, no options that only GNU's tools know.
 * It holds no `${`, so that it can be read here as it is written.
 */
export function bashScript({ origin, confirmedHost, appId, version }: ExportScriptParts): string {
  return [
    head(version),
    `# The address of the Okta org, the id of its Genesys Cloud app (empty: the script lists the apps and asks), and the host of an org that`,
    `# has a domain of its own (empty for okta.com, oktapreview.com and okta-emea.com).`,
    `okta='${origin}'`,
    `app='${appId ?? ''}'`,
    `own_domain='${confirmedHost ?? ''}'`,
    setUp,
    reading,
    requests,
    lists,
    manifest,
    course,
    ...steps(),
    end,
  ].join('\n');
}

const head = (version: string): string => String.raw`#!/usr/bin/env bash
#
# Saves from Okta what SCIM Preflight compares with Genesys Cloud. It changes nothing in Okta: every request is a GET.
# Made by SCIM Preflight ${version}.
#
#   bash okta-export.sh [folder]        the folder is okta-export-<today> unless told
#
# Needed: bash and curl (macOS, Linux, Windows with Git Bash or WSL), and an API token of an administrator who may read users, groups and
# the app, for instance a Read-only Administrator. The token is asked for and not shown, or taken from the environment variable
# SCIM_PREFLIGHT_OKTA_TOKEN; it is in no file, and no command line that other users could see holds it.
#
# Was it broken off? Run it again with the same folder: lists that are finished are not read again.
#
# The folder then holds Okta's answers as they came, one file a page, and okta-export.json, which says of each file what it is, how many
# records it has, and its SHA-256. Names, e-mail addresses and phone numbers are in it: keep it out of shared folders and repositories.
`;

const course = String.raw`
# Here it begins: the folder, the token, the app.

if [ ! -d "$work" ]; then
  if [ -d "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
    stop "the folder $folder is not empty, and holds no export that this script began. Name another one: bash $0 <folder>"
  fi
  mkdir -p "$work" || stop "the folder $folder cannot be made."
  date -u +%Y-%m-%dT%H:%M:%SZ > "$work/started"
  : > "$work/pages"
  : > "$work/finished"
  : > "$work/missing"
else say "Going on in $folder."; fi
trap 'rm -f "$work/answer" "$work/headers" "$work/fault"' EXIT
trap 'say "Broken off. Run this again with the same folder to go on."; exit 130' INT TERM HUP
started=$(cat "$work/started")

token=$SCIM_PREFLIGHT_OKTA_TOKEN
if [ -z "$token" ]; then
  printf 'Okta API token (it is not shown): ' >&2
  IFS= read -rs token
  say ''
fi
case $token in
  '') stop 'no API token was given.' ;;
  *[!A-Za-z0-9_-]*) stop 'this is no API token of Okta: one has letters, digits, - and _ only.' ;;
esac

if [ -z "$app" ] && [ -f "$work/app" ]; then app=$(cat "$work/app"); fi
if [ -z "$app" ]; then
  say "The apps of $host, by id, status and name:"
  next=$okta'/api/v1/apps?limit=200'
  while [ -n "$next" ]; do
    get "$next" || refused 'The list of apps' apps '' needed
    next=$(next_page)
    values "$work/answer" id,status,label | tr -cd '[:print:]\t\n' >&2
  done
  printf 'Id of the Genesys Cloud app: ' >&2
  IFS= read -r app
fi
case $app in
  '' | *[!A-Za-z0-9_-]*) stop 'no id of an app was given. Write it into app at the top of this script; it begins with 0oa.' ;;
esac
if [ -f "$work/app" ] && [ "$(cat "$work/app")" != "$app" ]; then
  stop "the export in $folder was begun for the app $(cat "$work/app"). Name another folder: bash $0 <folder>"
fi
if [ -f "$work/okta" ] && [ "$(cat "$work/okta")" != "$okta" ]; then
  stop "the export in $folder was begun from $(cat "$work/okta"). Name another folder: bash $0 <folder>"
fi
printf '%s\n' "$app" > "$work/app"
printf '%s\n' "$okta" > "$work/okta"
okta_domain=$(printf '%s\n' "$okta" | sed 's,^https*://,,')

say "Reading from $host:"
label=
write_manifest false
`;

/** One line for each list of the table, in its order. */
function steps(): readonly string[] {
  return oktaLists.flatMap((list) => {
    if (list.name === 'app') return [step(list), `label=$(values "$folder/app.json" label)`];
    if (list.name === 'userSchema') return [step(list), ...forEachGroup('mapped_groups', mappedGroup)];
    return list.name === 'members' ? forEachGroup('wanted_groups', list) : [step(list)];
  });
}

function forEachGroup(which: string, list: OktaList): readonly string[] {
  return [
    '',
    which,
    `while IFS= read -r group; do`,
    `  case $group in '' | *[!A-Za-z0-9_-]*) stop 'Okta names an id of a group that is none.' ;; esac`,
    `  ${step(list)}`,
    `done < "$work/groups"`,
    '',
  ];
}

function step({ name, title, kind, query, find, file, optional }: OktaList): string {
  const may = !optional && name !== 'members' ? 'needed' : oktaRights[name].level === 'note' ? 'note' : 'optional';
  const path = (template: string): string => `"${template.replace('{app}', '$app').replace('{group}', '$group')}"`;
  const what = `"${name === 'members' ? 'members of $group' : name === 'mappedGroups' ? 'group $group, which a push names' : title}"`;
  const stem = `"${file.replace(/-\{page\}|\.json/g, '').replace('{group}', '$group')}"`;
  if (find !== null) return `found_object ${what} ${kind} ${stem} ${path(find)} "${query.replace('{mapping}', '')}" ${may}`;
  if (!file.includes('{page}')) return `object ${what} ${kind} ${stem} ${path(query)} ${may}${name === 'mappedGroups' ? ' "$group"' : ''}`;
  return `list ${what} ${kind} ${stem} ${path(query)} ${may}${name === 'members' ? ' "$group"' : ''}`;
}

const end = String.raw`
compare_counts
write_manifest true
say "Done: $(sum_of users) users, $(sum_of groups) groups, $(sum_of groupMembers) memberships, $requests requests."
all=$(wc -l < "$work/missing" | tr -d ' ')
problems=$(awk -F '\t' '$5 != "note"' "$work/missing" | wc -l | tr -d ' ')
rm -rf "$work"
say "The export is in $folder. In SCIM Preflight: Choose Export... and this folder."
[ "$all" -eq 0 ] || say "What could not be read, or does not fit: $all, see above. It stands in okta-export.json, too."
[ "$problems" -eq 0 ] || exit 3
`;
