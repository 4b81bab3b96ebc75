#!/usr/bin/env bash
# Runs one private RabbitMQ node and its own epmd, as PrivateBroker sets their environment, until stdin ends: that is
# when whoever started it says so, or is gone in whatever way. Both are children that the kernel kills with this process
# (pdeathsig), so nothing outlives it either. The first line of stdout is the node's process id.
set -u

# The shell's own words, such as the end of each child, go where the node's go.
: >"$2"
exec 3<&0 </dev/null 2>>"$2"

setpriv --pdeathsig KILL epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" >/dev/null 2>&1 &
epmd=$!
setpriv --pdeathsig KILL "$1" >>"$2" 2>&1 3<&- &
node=$!
setpriv --pdeathsig KILL cat <&3 >/dev/null &
starter=$!
echo "$node"

wait -n "$node" "$starter"

# A node that still runs was asked to stop: it has 20 seconds to close its files.
kill -TERM "$node"
for _ in {1..200}; do
    kill -0 "$node" || break
    sleep 0.1
done
kill -KILL "$node"

wait "$node"
ended=$?
kill -KILL "$epmd" "$starter"
wait
exit "$ended"
