# bash completion of certlite. @MADE@

# What stands before the cursor: the command (place), and the flag whose value is due (flag).
_certlite_place() {
  local word named=
  place= flag=
  for word in "$@"; do
    case $word in
    =) flag=$named ;;
    @ALONE@ | --*=*) flag= ;;
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
@WORDS@
    *' '*) echo FILE ;;
  esac
}

_certlite_flags() {
  case $1 in
@FLAGS@
  esac
  @EVERYWHERE@
}

_certlite_values() {
  case $1 in
@VALUES@
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
