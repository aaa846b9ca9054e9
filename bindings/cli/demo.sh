#!/usr/bin/env bash
# Tells the story of one certification on a real file, with the built tool ($1) and what every Debian has. Each command
# is shown as it is run, each answer is checked, and the file stays for the reader to go on with.
set -euo pipefail
cd "$(dirname "$0")/../.."

tool=${1:-build/release/bin/certlite}
here=build/demo
db=$here/certs.db
export TZ=UTC LC_ALL=C # for the shell's own dates and sorting; the tool reads neither

rm -rf "$here"
mkdir -p "$here"

bold='' faint='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' faint=$'\e[2m' plain=$'\e[0m'
fi

certlite() { "$tool" --db "$db" "$@"; }

chapter=0
chapter() { printf '\n%s%d. %s%s\n' "$bold" $((++chapter)) "$1" "$plain"; }

say() { printf '%s\n' "$@"; }

# run COMMAND [AWK-CONDITION]: shows a command, runs it, shows its output or the lines of it that are meant, and keeps
# the output and the exit code.
run() {
  printf '\n  %s$ %s%s\n' "$bold" "$1" "$plain"
  code=0
  output=$(eval "$1" 2>&1) || code=$?
  if [ -n "$output" ]; then awk "${2:-1}"' { print "    " $0 }' <<<"$output"; fi
}

# row NAME: the value of that row of a table in the last output.
row() { awk -v name="$1" '$1 == name { $1 = ""; sub(/^ +/, ""); print; exit }' <<<"$output"; }

# member_of JSON NAME: the first text member of that name.
member_of() { [[ $1 =~ \"$2\":\"([^\"]*)\" ]] && printf '%s\n' "${BASH_REMATCH[1]}"; }

# expect WHAT GOT WANTED: the story ends here if it is not as told.
expect() {
  [ "$2" = "$3" ] && return
  printf '\ndemo: %s: expected %s, got %s\n%s\n' "$1" "$3" "$2" "${output:-}" >&2
  exit 1
}

# count FLAGS...: how many certifications a list has, page by page.
count() {
  local total=0 page cursor=() found
  while :; do
    page=$(certlite certification list --limit 200 "$@" "${cursor[@]}")
    found=$(grep -o '"certification_type_id":' <<<"$page" | wc -l) || found=0
    total=$((total + found))
    [[ $page =~ \"next_cursor\":\"([^\"]+)\" ]] || break
    cursor=(--cursor "${BASH_REMATCH[1]}")
  done
  printf '%d\n' "$total"
}

say "${bold}Certlite keeps the certifications that people hold, in one file, inside your program.${plain}" \
  "Here its command line does what a program would do through the C interface. Below," \
  "'certlite' is short for '$tool --db $db'."

chapter 'An organization, one of its people, and a kind of certification'
run 'certlite organization create --name "Nordsee Wind Service" --table' '/^(id|name|status)/'
organization=$(row id)
run 'certlite member create --organization-id $organization --display-name "Mette Holm" \
      --email mette.holm@example.com --table' '/^(id|display_name|status)/'
member=$(row id)
say '' "  Working at heights is certified for 24 months; from 30 days before the end it is 'expiring soon'."
run 'certlite certification-type create --organization-id $organization --slug gwo-working-at-heights \
      --title "GWO Working at Heights" --validity-period '\''{"unit":"month","count":24}'\'' \
      --grace-days 0 --expiring-soon-days 30 --table' '/^(id|title|validity_period|grace|expiring)/'
type=$(row id)
expect 'the length of the three ids' "${#organization} ${#member} ${#type}" '36 36 36'

chapter "Mette's card arrives: the request of the published API, as a program sends it"
cat >"$here/body.json" <<BODY
{
  "organization_member_id": "$member",
  "external_id": "training-4711",
  "external_source": "lms",
  "certification_type_id": "$type",
  "source": "manual",
  "issued_on": "2023-12-25",
  "expires_on": "2025-12-25",
  "issuer_name": "Esbjerg Safety Training",
  "serial_number": "WAH-2023-0815"
}
BODY
run "cat $here/body.json"
say '' "  --key names this attempt, so that sending it twice can't make two records. --now sets the clock for the story."
create="certlite certification create $here/body.json --organization-id \$organization --key visit-17"
run "$create \\
      --now 2024-01-08T09:30:00Z >$here/first.json"
expect 'the exit code' $code 0
run "sed 's/,\"/,\\n \"/g' $here/first.json"
names=$(sed 's/"certification_type":{.*/"certification_type":/; s/^{"data"://' "$here/first.json" |
  grep -o '"[a-z_]*":' | tr -d '":' | tr '\n' ' ')
expect 'the documented fields in their order' "$names" "id organization_id organization_member_id user_id external_id \
external_source certification_type_id lifecycle_status source issued_on expires_on issuer_name serial_number \
verification_status validity_status verification_method last_verified_at created_at updated_at certification_type "
card=$(member_of "$(<"$here/first.json")" id)

chapter 'The network failed, so the program sends it again: fourteen months later, with the same key'
run "$create \\
      --now 2025-03-03T16:45:00Z >$here/second.json"
expect 'the exit code' $code 0
run "cmp $here/first.json $here/second.json && echo 'not a byte differs'"
expect 'the replay' "$output" 'not a byte differs'
say '' '  The same key with another request is a mistake, and is refused:'
sed 's/WAH-2023-0815/WAH-2023-9999/' "$here/body.json" >"$here/other.json"
run "${create/body/other}"
expect 'the exit code' $code 4
expect 'the records in the file' "$(count)" 1

chapter 'One card, five days: validity is computed for the day that you ask about, never stored'
say ''
day() {
  output=$(certlite certification get --id "$card" --as-of "$1")
  local status
  status=$(member_of "$output" validity_status)
  printf '  %s$ certlite certification get --id $card --as-of %s%s  %-24s %s\n' "$bold" "$1" "$plain" "$2" "$status"
  expect "the validity on $1" "$status" "$3"
}
day 2023-12-24 'the day before issue' not_yet_valid
day 2024-06-01 'in its life' valid
day 2025-11-25 '30 days before expiry' expiring_soon
day 2025-12-25 'the last day' expiring_soon
day 2025-12-26 'the day after' expired
say '' '  A card without its last day gets it from the kind of certification: 24 months, kept inside the calendar.'
run 'certlite certification create --organization-id $organization --organization-member-id $member \
      --certification-type-id $type --issued-on 2024-02-29 --table' '/^(issued_on|expires_on)/'
expect 'the derived expiry' "$(row expires_on)" 2026-02-28

chapter 'A request with mistakes is refused whole, and every mistake is named'
run 'certlite certification create --organization-id $organization --organization-member-id Mette \
      --certification-type-id $type --issued-on 2024-02-30 --expires-on 2024-2-9 --source paper'
say "    ${faint}(exit code $code)${plain}"
expect 'the exit code' $code 3
expect 'the mistakes named' "$(grep -c '^ *//*[a-z_]* ' <<<"$output")" 4
expect 'the records in the file' "$(count)" 2

chapter 'A life has more days: checked, suspended after an accident, reinstated'
say '' '  The organization looks at the original; the evidence stays where it is, its SHA-256 goes on record.'
evidence='{"uri":"s3://evidence/4711.pdf","media_type":"application/pdf","sha256":"'$(sha256sum <"$here/body.json" | cut -c-64)'"}'
run 'certlite certification verify --id $card --outcome verified --method document_review --verifier "Lone Nissen" \
      --evidence "$evidence" --now 2025-03-10T08:00:00Z --table' '/^(verification_status|verification_method|last_verified)/'
expect 'the verification' "$(row verification_status)" verified
run 'certlite certification suspend --id $card --reason "Fall on 12 June, under investigation" \
      --now 2025-06-13T07:15:00Z --table' '/^(lifecycle_status|validity_status)/'
expect 'the status' "$(row validity_status)" invalid
run 'certlite certification reinstate --id $card --now 2025-07-01T12:00:00Z --table' '/^(lifecycle_status|validity_status)/'
say '' '  And on the day of the fall: what was known then, about that day?'
run 'certlite certification get --id $card --as-of 2025-06-12 --known-at 2025-06-12T18:00:00Z --table' \
  '/^(lifecycle_status|verification_status|validity_status)/'
expect 'what was known' "$(row validity_status)" valid

chapter 'Every change is chained to the one before: nothing can be edited behind your back'
run 'certlite history verify --organization-id $organization --table'
expect 'the exit code' $code 0
head=$(row head)
say '' '  In a copy of the file somebody mends a serial number, in the record and in the history alike:'
run "sed 's/WAH-2023-0815/WAH-2023-0816/g' $db >$here/forged.db"
run "$tool --db $here/forged.db history verify --organization-id \$organization"
say "    ${faint}(exit code $code)${plain}"
expect 'the exit code' $code 4
expect 'the first bad sequence' "$(row first_bad_sequence:)" 4
say '' '  Whoever keeps a head elsewhere needs to trust nobody:'
run 'certlite history verify --organization-id $organization --expected-head $head >/dev/null && echo "as it was"'
expect 'the head' "$output" 'as it was'

chapter 'Somebody leaves, and asks to be forgotten'
output=$(certlite member create --organization-id "$organization" --display-name 'Uwe Sommer' --email uwe@example.com)
leaver=$(member_of "$output" id)
run "grep -c 'Uwe Sommer' $db"
run 'certlite member erase --id $leaver --reason "Request 12, left on 30 June" --table'
expect 'the exit code' $code 0
run "grep -c 'Uwe Sommer' $db $db-wal 2>/dev/null || echo 'not in the file, and there is no log'"
expect 'what is left' "${output##*$'\n'}" 'not in the file, and there is no log'
run 'certlite history verify --organization-id $organization >/dev/null && echo "and the history still holds"'
expect 'the history' "$output" 'and the history still holds'

chapter 'A thousand cards, and the question that matters: what expires soon?'
# store RESOURCE FLAGS...: creates a record; "created" need not be said a thousand times.
store() { certlite "$1" create "${@:2}" 2>>"$here/errors" || { cat "$here/errors" >&2 && exit 1; }; }

titles=('GWO First Aid' 'GWO Sea Survival' 'Lift Operator' 'High Voltage Switching')
periods=('"month","count":24' '"month","count":24' '"year","count":5' '"day","count":365')
people=('Anders Bruun' 'Birgit Claussen' 'Carl Eriksen' 'Dorte Friis' 'Emil Graversen' 'Freja Hansen' 'Gustav Iversen'
  'Hanne Jessen' 'Ivan Krogh' 'Jette Lund' 'Kaj Mortensen' 'Lone Nissen')
types=("$type") members=("$member")
for i in "${!titles[@]}"; do
  slug=${titles[i],,}
  output=$(store certification-type --organization-id "$organization" --slug "${slug// /-}" \
    --title "${titles[i]}" --validity-period "{\"unit\":${periods[i]}}" --grace-days $((i * 10)))
  types+=("$(member_of "$output" id)")
done
for name in "${people[@]}"; do
  output=$(store member --organization-id "$organization" --display-name "$name")
  members+=("$(member_of "$output" id)")
done
sources=(manual import api self-reported)
today=$(date +%s)

# load FIRST: every other card of the thousand, from FIRST on.
load() {
  local i issued optional
  for ((i = $1; i <= 1000; i += 2)); do
    printf -v issued '%(%F)T' $((today + (i * 7919 % 1500 - 1400) * 86400)) # from 1,400 days ago to 100 days ahead
    optional=()
    if ((i % 3)); then optional+=(--serial-number "S-$((100000 + i))" --issuer-name 'Esbjerg Safety Training'); fi
    if ((i % 25 == 0)); then optional+=(--null expires-on); fi # these never expire
    store certification --organization-id "$organization" --key "card-$i" --issued-on "$issued" \
      --organization-member-id "${members[i % ${#members[@]}]}" --source "${sources[i % 4]}" \
      --certification-type-id "${types[i * 7 % ${#types[@]}]}" "${optional[@]}" >/dev/null
    if [ -t 1 ] && ((i % 20 == 0)); then printf '\r  %d of 1,000' "$i"; fi
  done
}

say '' "  Storing 1,000 cards of ${#members[@]} people and ${#types[@]} kinds: a process for each, two at a time ..."
started=$SECONDS
load 1 &
first=$!
trap 'kill $first 2>/dev/null || true' EXIT
load 2
wait $first
trap - EXIT
if [ -t 1 ]; then printf '\r\e[K'; fi
say "  ... took $((SECONDS - started)) s; each was safe on the disk before its process ended." ''
total=0
for status in valid expiring_soon in_grace expired not_yet_valid invalid; do
  found=$(count --validity-status "$status")
  printf '  %5d  %s\n' "$found" "$status"
  total=$((total + found))
done
expect 'the records by validity' "$total" 1002
run 'certlite certification list --validity-status expiring_soon --order expires_on --limit 8 --table'
expect 'the exit code' $code 0
[ "$(wc -l <<<"$output")" -ge 3 ] || expect 'the cards that expire soon' none some

chapter 'A copy for the safe, made while others may write, and a look for damage in it'
run "certlite backup $here/monday.db --table" '/^(path|page_count|byte_count)/'
expect 'the exit code' $code 0
run "$tool --db $here/monday.db check --full --table" '/^(depth|is_sound|findings)/'
expect 'what is found to be sound' "$(row is_sound)" true

rm -f "$here/errors"
chapter 'Your turn: the file is still there'
say '' \
  "  $tool --db $db certification list --validity-status expired --order expires_on" \
  "  $tool --db $db certification get --id $card --as-of 2025-11-25" \
  "  $tool certification create --help" ''
