# Node 22.18 或更新 · or newer
HOUSE=$HOUSE OFFICE=$OFFICE SECRETS=$SECRET PORT=$PORT node packages/department-kit/examples/system.ts &
