/**
 * What the guard runs: plain POSIX sh (dash, bash, busybox, macOS). Text only; knows nothing of
 * who starts it.
 */

/**
 * In the environment of what is guarded. Not MCP_SHIELD_…: those are options of a shield that the
 * server may start in its turn.
 */
export const markVariable = 'MCP_SHIELDED';

/**
 * Each line on stdin is the whole list; only the last one counts. A word is a process group, or
 * `?` and the mark of a program whose group nobody could tell any more, or `@` and the number of a
 * promise. Groups of a session that one of these leads are ended too. A promise, a line
 * `=number code`, is run first and may take two seconds before the groups hear of the end: a
 * container is known to its runtime, which must not be killed before.
 *
 * The end of stdin comes when every process that was forked before it has replaced itself: until
 * then it holds our pipe. So a program that was being started shows its own environment by now:
 * in /proc, elsewhere in `ps -E` (macOS) or `ps e` (BSD).
 *
 * A `sleep` that knows no fractions fails at once and then sleeps a second.
 */
export const guardScript = `trap '' HUP INT TERM PIPE
list=
while read -r line; do
  case $line in
    =*) line=\${line#=}; eval "promise\${line%% *}=\\\${line#* }" ;;
    *) list=$line ;;
  esac
done
marked() {
  if [ -r /proc/self/environ ]; then
    for file in $(grep -ls "${markVariable}=$1" /proc/[0-9]*/environ); do
      read -r stat <"\${file%environ}stat" || continue
      set -- \${stat##*) }
      echo "$3"
    done
  else
    { ps -axEww -o pgid=,command= || ps -axeww -o pgid=,command=; } |
      grep "[${markVariable[0]}]${markVariable.slice(1)}=$1" | while read -r group rest; do echo "$group"; done
  fi 2>/dev/null
}
groups=
jobs=
for word in $list; do
  case $word in
    @*) eval "code=\\$promise\${word#@}"
      (eval "$code") & jobs="$jobs $!" ;;
    '?'*) groups="$groups $(marked "\${word#?}")" ;;
    *) groups="$groups $word" ;;
  esac
done
if [ -r /proc/self/stat ]; then
  for file in /proc/[0-9]*/stat; do
    { read -r stat <"$file"; } 2>/dev/null || continue
    set -- \${stat##*) }
    case " $groups " in *" $4 "*) groups="$groups $3" ;; esac
  done
else
  sessions=$(ps -axo pgid=,sess= 2>/dev/null | while read -r group session; do
    case " $groups " in *" $session "*) echo "$group" ;; esac
  done)
  groups="$groups $sessions"
fi
pause() { sleep 0.1 2>/dev/null || sleep 1; }
for job in $jobs; do
  for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$job" 2>/dev/null || break
    pause
  done
done
tell() {
  heard=1
  for group in $groups; do kill "-$1" "-$group" 2>/dev/null && heard=0; done
  return $heard
}
tell TERM || exit 0
for look in 1 2 3 4 5 6 7 8 9 10; do
  pause
  tell 0 || exit 0
done
tell KILL`;
