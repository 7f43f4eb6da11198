#!/bin/sh
# SPDX-License-Identifier: MIT
# Writes token_fixtures.txt: tokens made by openssl, which knows nothing of our code.
# The test stands at 1790000000 s; the key is the text 0123456789abcdef twice.
set -eu
key=3031323334353637383961626364656630313233343536373839616263646566
b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
token() { # name header payload [digest] [hexkey]
    h=$(printf '%s' "$2" | b64); p=$(printf '%s' "$3" | b64)
    s=$(printf '%s' "$h.$p" | openssl dgst -"${4:-sha256}" -mac HMAC -macopt hexkey:"${5:-$key}" -binary | b64)
    printf "%s\t%s\n" "$1" "$h.$p.$s"; }
header='{"alg":"HS256","typ":"JWT"}'
good='{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":1792591000}'
token good "$header" "$good"
token order '{"typ":"JWT","alg":"HS256"}' '{"exp":1792591000,"iat":1789999000,"jti":"42","sub":"7","iss":"salon.test","extra":[1,2]}'
token notyp '{"alg":"HS256"}' "$good"
token exactkey "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1790000000,"exp":1792592000}'
token expnow "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":1790000000}'
token exp1 "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":1790000001}'
token past "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1700000000,"exp":1789999999}'
token iat60 "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1790000060,"exp":1792591000}'
token iat61 "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1790000061,"exp":1792591000}'
token otheriss "$header" '{"iss":"other.test","sub":"7","jti":"42","iat":1789999000,"exp":1792591000}'
token hs512 '{"alg":"HS512","typ":"JWT"}' "$good" sha512
token hs512lie '{"alg":"HS512","typ":"JWT"}' "$good"
token noneSigned '{"alg":"none","typ":"JWT"}' "$good"
token hs256low '{"alg":"hs256","typ":"JWT"}' "$good"
token crit '{"alg":"HS256","typ":"JWT","crit":["exp"]}' "$good"
token jwe '{"alg":"HS256","typ":"JWE"}' "$good"
token wrongkey "$header" "$good" sha256 ff31323334353637383961626364656630313233343536373839616263646566
token noexp "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000}'
token nojti "$header" '{"iss":"salon.test","sub":"7","iat":1789999000,"exp":1792591000}'
token expfloat "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":1792591000.5}'
token expstring "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":"1792591000"}'
token dupexp "$header" '{"iss":"salon.test","sub":"7","jti":"42","iat":1789999000,"exp":1,"exp":1792591000}'
token sub0 "$header" '{"iss":"salon.test","sub":"0","jti":"42","iat":1789999000,"exp":1792591000}'
token notjson "$header" 'hello'
token expiredOther "$header" '{"iss":"other.test","sub":"7","jti":"42","iat":1700000000,"exp":1789999999}'
printf "noneUnsigned\t%s.%s.\n" "$(printf %s '{"alg":"none","typ":"JWT"}' | b64)" "$(printf %s "$good" | b64)"
