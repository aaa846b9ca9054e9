#compdef certlite
# zsh completion of certlite. @MADE@

# What stands before the cursor: the command (place), and the flag whose value is due (flag).
_certlite_place() {
  local word
  place= flag=
  for word in "$@"; do
    case $word in
    @ALONE@ | --*=*) flag= ;;
    --*) flag=${word//_/-} ;;
    *)
      if [[ -n $flag ]]; then
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
    *' '*) print FILE ;;
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
  local place flag kind told word=${words[CURRENT]}
  local -a entries
  _certlite_place "${(@)words[2,CURRENT-1]}"
  if [[ $word == --*=* ]]; then
    flag=${${word%%=*}//_/-}
    compset -P '*='
    kind=value told=$(_certlite_values "$place $flag")
  elif [[ $word == -* ]]; then
    kind=flag told=$(_certlite_flags $place)
  elif [[ -n $flag ]]; then
    kind=value told=$(_certlite_values "$place $flag")
  else
    kind=command told=$(_certlite_words $place)
  fi
  if [[ $told == FILE ]]; then
    _files
  else
    entries=(${(f)told})
    _describe $kind entries
  fi
}

_certlite "$@"
