# On libmariadb, as Debian's is, neither `sslverify` nor `ssl_mode: :verify_identity` checks the name: a line
# of an option file does, with its `1`. Clear text is sent when the server asks.
require "mysql2"
require "tempfile"

host, port, user, ca = ARGV
token = $stdin.read

Tempfile.create("verified") do |options|
  options.write("[client]\nssl-verify-server-cert = 1\n")
  options.flush
  connection = Mysql2::Client.new(
    host: host, port: port, username: user, password: token,
    sslca: ca, default_file: options.path
  )
  puts connection.query("SELECT CURRENT_USER()", as: :array).first
end
