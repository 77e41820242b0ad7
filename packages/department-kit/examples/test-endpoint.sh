curl -sS --fail-with-body -X POST "$HOUSE/api/v1/offices/$OFFICE/endpoint/test" -H "Authorization: Bearer $ADMIN" && echo
