npx esbuild packages/department-kit/src/kit.ts --bundle --format=esm --target=es2022 --outfile=department-kit.js
