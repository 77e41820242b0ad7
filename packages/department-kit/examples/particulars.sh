TOKEN=$(say /tokens "{\"type\":\"token.request\",\"timestamp\":\"$AT\",\"data\":{\"referralIds\":[\"$REFERRAL\"]}}" |
  sed -E 's/.*"token": ?"([^"]+)".*/\1/')
curl -sS --fail-with-body "$HOUSE/api/v1/referrals/$REFERRAL/particulars" -H "Authorization: Bearer $TOKEN" && echo
