#!/usr/bin/env bash
# Runs one gateway or desk until stdin ends: that is when whoever started it says so, or is gone in whatever way. The first line of
# stdout is its process id; what it says goes to the file that is named first.
set -u

log=$1
shift
exec 3<&0 </dev/null 2>>"$log"

setpriv --pdeathsig KILL "$@" >>"$log" 2>&1 3<&- &
program=$!
setpriv --pdeathsig KILL cat <&3 >/dev/null &
starter=$!
echo "$program"

wait -n "$program" "$starter"

# One that still runs was asked to stop: it has 20 seconds to finish what it is recording.
kill -TERM "$program"
for _ in {1..200}; do
    kill -0 "$program" || break
    sleep 0.1
done
kill -KILL "$program"

wait "$program"
ended=$?
kill -KILL "$starter"
wait
exit "$ended"
