# bash completion of certlite. Made by docs/generate.py from the tool's own help. Change that, then run it again.

# What stands before the cursor: the command (place), and the flag whose value is due (flag).
_certlite_place() {
  local word named=
  place= flag=
  for word in "$@"; do
    case $word in
    =) flag=$named ;;
    --atomic | --csv | --dry-run | --full | --help | --json | --no-header | --replace | --table | --version | -h | --*=*) flag= ;;
    --*) flag=${word//_/-} named=$flag ;;
    *)
      if [ -n "$flag" ]; then
        flag=
      elif [[ $place != *' '* ]]; then
        place+=${place:+ }${word//_/-}
      fi
      ;;
    esac
  done
}

_certlite_words() {
  case $1 in
    '') echo 'organization member certification-type certification qualification job-role job-role-assignment qualification-result history what-if idempotency engine me import export report backup check compact describe' ;;
    organization) echo 'create get list update' ;;
    member) echo 'create get list update archive restore erase' ;;
    certification-type | qualification | job-role) echo 'create get list update archive restore' ;;
    certification) echo 'create import get list count update suspend reinstate revoke supersede archive restore renew verify erase history evidence' ;;
    job-role-assignment) echo 'put get list archive restore' ;;
    qualification-result) echo 'list explain timeline' ;;
    history) echo 'list head verify' ;;
    what-if) echo ask ;;
    idempotency) echo purge ;;
    engine) echo 'check backup compact' ;;
    me) echo get ;;
    import) echo 'organizations members certification-types certifications qualifications job-roles job-role-assignments' ;;
    export) echo certifications ;;
    report) echo expiries ;;
    describe) echo 'organization.create organization.get organization.list organization.update member.create member.get member.list member.update member.archive member.restore member.erase certification_type.create certification_type.get certification_type.list certification_type.update certification_type.archive certification_type.restore certification.create certification.import certification.get certification.list certification.count certification.update certification.suspend certification.reinstate certification.revoke certification.supersede certification.archive certification.restore certification.renew certification.verify certification.erase certification.history certification.evidence qualification.create qualification.get qualification.list qualification.update qualification.archive qualification.restore job_role.create job_role.get job_role.list job_role.update job_role.archive job_role.restore job_role_assignment.put job_role_assignment.get job_role_assignment.list job_role_assignment.archive job_role_assignment.restore qualification_result.list qualification_result.explain qualification_result.timeline history.list history.head history.verify what_if.ask idempotency.purge engine.check engine.backup engine.compact me.get' ;;
    *' '*) echo FILE ;;
  esac
}

_certlite_flags() {
  case $1 in
    'organization create') echo '--name --status' ;;
    'organization get') echo --id ;;
    'organization list') echo '--limit --cursor --status' ;;
    'organization update') echo '--id --if-revision --name --status' ;;
    'member create') echo '--organization-id --user-id --email --display-name --first-name --last-name --role --status --is-primary --external-id --null' ;;
    'member get' | 'certification-type get' | 'certification get' | 'qualification get' | 'job-role get' | 'job-role-assignment get') echo '--organization-id --id' ;;
    'member list') echo '--organization-id --limit --cursor --user-id --email --status --is-primary --external-id --null' ;;
    'member update') echo '--organization-id --id --if-revision --user-id --email --display-name --first-name --last-name --role --status --is-primary --external-id --null' ;;
    'member archive' | 'member restore' | 'member erase' | 'certification-type archive' | 'certification-type restore' | 'certification suspend' | 'certification reinstate' | 'certification revoke' | 'certification archive' | 'certification restore' | 'certification erase' | 'qualification archive' | 'qualification restore' | 'job-role archive' | 'job-role restore' | 'job-role-assignment archive' | 'job-role-assignment restore') echo '--organization-id --id --if-revision --reason' ;;
    'certification-type create') echo '--organization-id --slug --title --description --scope --status --validity-period --grace-days --expiring-soon-days --null' ;;
    'certification-type list') echo '--organization-id --limit --cursor --slug --scope --status' ;;
    'certification-type update') echo '--organization-id --id --if-revision --title --description --status --validity-period --grace-days --expiring-soon-days --null' ;;
    'certification create') echo '--organization-id --organization-member-id --external-id --external-source --certification-type-id --source --issued-on --expires-on --issuer-name --serial-number --null' ;;
    'certification import') echo '--organization-id --organization-member-external-id --organization-member-email --certification-type-slug --on-duplicate --id --organization-member-id --external-id --external-source --certification-type-id --source --issued-on --expires-on --issuer-name --serial-number --null' ;;
    'certification list') echo '--organization-id --order --expires-after --expires-before --limit --cursor --organization-member-id --external-id --external-source --certification-type-id --lifecycle-status --verification-status --validity-status --renews-id --null' ;;
    'certification count') echo '--organization-id --organization-member-id --certification-type-id --lifecycle-status' ;;
    'certification update') echo '--organization-id --id --if-revision --organization-member-id --external-id --external-source --certification-type-id --source --issued-on --expires-on --issuer-name --serial-number --null' ;;
    'certification supersede') echo '--organization-id --id --if-revision --replacement-id --reason' ;;
    'certification renew') echo '--organization-id --id --if-revision --issued-on --expires-on --serial-number --null' ;;
    'certification verify') echo '--organization-id --id --if-revision --outcome --method --verifier --verified-until --evidence --reason' ;;
    'certification history' | 'certification evidence') echo '--organization-id --id --limit --cursor' ;;
    'qualification create') echo '--organization-id --slug --title --description --status --certification-type-ids --verification-policy --accepts-in-grace --null' ;;
    'qualification list' | 'job-role list') echo '--organization-id --limit --cursor --slug --status' ;;
    'qualification update') echo '--organization-id --id --if-revision --title --description --status --certification-type-ids --verification-policy --accepts-in-grace --null' ;;
    'job-role create') echo '--organization-id --slug --title --description --status --qualification-ids --null' ;;
    'job-role update') echo '--organization-id --id --if-revision --title --description --status --qualification-ids --null' ;;
    'job-role-assignment put') echo '--organization-id --organization-member-id --job-role-id --is-primary' ;;
    'job-role-assignment list') echo '--organization-id --limit --cursor --organization-member-id --job-role-id --is-primary --status' ;;
    'qualification-result list') echo '--organization-id --organization-member-id --qualification-id --job-role-id --limit --cursor --status' ;;
    'qualification-result explain') echo '--organization-id --organization-member-id --qualification-id' ;;
    'qualification-result timeline') echo '--organization-id --organization-member-id --qualification-id --job-role-id --starts-on --ends-on --limit --cursor' ;;
    'history list') echo '--organization-id --after-sequence --limit --cursor' ;;
    'history head') echo --organization-id ;;
    'history verify') echo '--organization-id --from --expected-head' ;;
    'what-if ask') echo '--changes --question' ;;
    'idempotency purge') echo --bound-before ;;
    'engine check') echo --depth ;;
    'engine backup') echo '--path --replace' ;;
    import*) echo '--dry-run --atomic --on-duplicate --set --organization-id --date-format --rejected --format --map --no-header --delimiter --empty' ;;
    export*) echo '--csv --organization-id --expires-after --expires-before --organization-member-id --external-id --external-source --certification-type-id --lifecycle-status --verification-status --validity-status --renews-id' ;;
    report*) echo '--html --organization-id' ;;
    backup*) echo '--replace --replace' ;;
    check*) echo '--full --full' ;;
  esac
  echo '--db --principal --key --as-of --known-at --now --json --table -h --help --busy-timeout-ms --id-seed'
}

_certlite_values() {
  case $1 in
    'organization create --status' | 'organization list --status' | 'organization update --status' | 'certification-type create --status' | 'certification-type list --status' | 'certification-type update --status' | 'qualification create --status' | 'qualification list --status' | 'qualification update --status' | 'job-role create --status' | 'job-role list --status' | 'job-role update --status' | 'job-role-assignment list --status') echo 'active archived' ;;
    'member create --status' | 'member list --status' | 'member update --status') echo 'active invited inactive archived' ;;
    'member create --is-primary' | 'member list --is-primary' | 'member update --is-primary' | 'qualification create --accepts-in-grace' | 'qualification update --accepts-in-grace' | 'job-role-assignment put --is-primary' | 'job-role-assignment list --is-primary' | 'engine backup --replace') echo 'true false' ;;
    'member create --null' | 'member update --null') echo 'user-id email first-name last-name role external-id' ;;
    'member list --null') echo 'user-id email external-id' ;;
    'certification-type create --scope' | 'certification-type list --scope') echo 'standard organization' ;;
    'certification-type create --null' | 'certification-type update --null') echo 'description validity-period' ;;
    'certification create --source' | 'certification import --source' | 'certification update --source') echo 'manual import api self-reported' ;;
    'certification create --null' | 'certification import --null' | 'certification update --null') echo 'external-id external-source issued-on expires-on issuer-name serial-number' ;;
    'certification import --on-duplicate') echo 'reject update' ;;
    'certification list --order') echo 'id expires_on' ;;
    'certification list --lifecycle-status' | 'certification count --lifecycle-status' | export*' --lifecycle-status') echo 'active suspended revoked superseded archived' ;;
    'certification list --verification-status' | export*' --verification-status') echo 'unverified pending verified rejected' ;;
    'certification list --validity-status' | export*' --validity-status') echo 'invalid not_yet_valid valid expiring_soon in_grace expired' ;;
    'certification list --null') echo 'external-id external-source renews-id' ;;
    'certification renew --null') echo 'issued-on expires-on serial-number' ;;
    'certification verify --outcome') echo 'pending verified rejected' ;;
    'qualification create --verification-policy' | 'qualification update --verification-policy') echo 'any verified' ;;
    'qualification create --null' | 'qualification update --null' | 'job-role create --null' | 'job-role update --null') echo description ;;
    'qualification-result list --status') echo 'not_qualified partially_qualified qualified' ;;
    'engine check --depth') echo 'quick full' ;;
    import*' --on-duplicate') echo update ;;
    import*' --rejected' | report*' --html' | *' --db') echo FILE ;;
    import*' --format') echo 'csv jsonl' ;;
    import*' --empty') echo null ;;
  esac
}

_certlite() {
  local place flag words word=${COMP_WORDS[COMP_CWORD]}
  [ "$word" != = ] || word=
  _certlite_place "${COMP_WORDS[@]:1:COMP_CWORD-1}"
  if [[ $word == -* ]]; then
    words=$(_certlite_flags "$place")
  elif [ -n "$flag" ]; then
    words=$(_certlite_values "$place $flag")
  else
    words=$(_certlite_words "$place")
  fi
  if [ "$words" = FILE ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
}

complete -o filenames -F _certlite certlite
