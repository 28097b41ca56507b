# Asks a user of a realm for a code, with twilio-ruby as it is. Written by reading twilio-ruby 7.11.1, not run.
#
#   export BASE=https://id.example.org/realms/shop/verify-totp   # without /v2
#   export CLIENT_ID=shopbackend CLIENT_SECRET=… USER_ID=… FACTOR=YF… CODE=123456
require 'twilio-ruby'

# Sends to a realm what the SDK would send to Twilio.
class RealmHttpClient < Twilio::HTTP::Client
  TWILIO = 'https://verify.twilio.com'

  def initialize(base)
    super()
    @base = base.chomp('/')
    @path = URI(@base).path
  end

  # For further pages the SDK puts Twilio's host before the realm's path: the path is there already.
  def request(host, port, method, url, *rest)
    path = url.delete_prefix(TWILIO).delete_prefix(@path)
    super(host, port, method, url.start_with?(TWILIO) ? @base + path : url, *rest)
  end
end

realm = Twilio::REST::Client.new(
  ENV.fetch('CLIENT_ID'), ENV.fetch('CLIENT_SECRET'), nil, nil, RealmHttpClient.new(ENV.fetch('BASE'))
)

service = realm.verify.v2.services.list(limit: 1).first # the default Service is the first
challenge = realm.verify.v2.services(service.sid).entities(ENV.fetch('USER_ID'))
                 .challenges.create(factor_sid: ENV.fetch('FACTOR'), auth_payload: ENV.fetch('CODE'))
puts "#{challenge.sid} #{challenge.status}" # approved, or pending after a wrong code
