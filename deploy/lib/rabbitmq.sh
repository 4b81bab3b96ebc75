# shellcheck shell=bash
# RabbitMQ's server files. Brokers are started from them as private processes; a system broker is never asked or touched.

need_rabbitmq() {
    # Not /usr/sbin/rabbitmq-server: that one is a wrapper for the system's own broker.
    local server=/usr/lib/rabbitmq/bin/rabbitmq-server
    [[ -x $server ]] || need_packages rabbitmq-server
    [[ -x $server ]] || give_up "RabbitMQ's server files are not at $server, where the packages of Debian and Ubuntu put them."
}
