openssl genpkey -algorithm ed25519 -out office.pem
PUBLIC=whpk_$(openssl pkey -in office.pem -pubout -outform DER | tail -c 32 | openssl base64 -A)
PRIVATE=whsk_$(openssl pkey -in office.pem -outform DER | tail -c 32 | openssl base64 -A)

# 登记单位的公钥；signature 为 ed25519 时通知也这样签名 · the office's key; with it, notices are signed like this too
curl -sS --fail-with-body -X PUT "$HOUSE/api/v1/offices/$OFFICE/endpoint" \
  -H "Authorization: Bearer $ADMIN" -H 'If-Match: *' -H 'Content-Type: application/json' \
  -d "{\"url\": \"http://127.0.0.1:$PORT/jiekun\", \"signature\": \"ed25519\", \"publicKey\": \"$PUBLIC\"}" && echo

BODY="{\"type\":\"referral.started\",\"timestamp\":\"$AT\",\"data\":{\"referralId\":\"$REFERRAL\"}}"
ID=msg_$(openssl rand -hex 12)
NOW=$(date +%s)
printf '%s.%s.%s' "$ID" "$NOW" "$BODY" > message
SIGNATURE=$(openssl pkeyutl -sign -rawin -inkey office.pem -in message | openssl base64 -A)
curl -sS --fail-with-body -X POST "$HOUSE/hooks/departments/$OFFICE" -H 'Content-Type: application/json' \
  -H "webhook-id: $ID" -H "webhook-timestamp: $NOW" -H "webhook-signature: v1a,$SIGNATURE" \
  --data-binary "$BODY" && echo
