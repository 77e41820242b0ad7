HOUSE=http://localhost:8787
ADMIN=jk_…               # npm start 打印的 local administrator · as npm start prints it
OFFICE=1502-ZGH-150202   # 本机的东河区总工会没有系统 · has no system in a local house
PORT=3000

# 登记接口地址 · where webhooks go
curl -sS --fail-with-body -X PUT "$HOUSE/api/v1/offices/$OFFICE/endpoint" \
  -H "Authorization: Bearer $ADMIN" -H 'If-Match: *' -H 'Content-Type: application/json' \
  -d "{\"url\": \"http://127.0.0.1:$PORT/jiekun\", \"signature\": \"hmac\"}" && echo

# 取得密钥，只显示这一次 · a secret, shown this once
SECRET=$(curl -sS --fail-with-body -X POST "$HOUSE/api/v1/offices/$OFFICE/endpoint/secrets" \
  -H "Authorization: Bearer $ADMIN" -H 'If-Match: *' -H 'Content-Type: application/json' \
  -d '{"overlapHours": 24}' | sed -E 's/.*"secret": ?"([^"]+)".*/\1/')
echo "$SECRET"
