# The package is made in one stage and unpacked in the other: the image holds what runs, and nothing that only builds it.
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm pack --pack-destination .

FROM node:22-bookworm-slim
# What is installed here is what runs: nothing is looked for at start.
ENV NODE_ENV=production NODE_OPTIONS=--max-old-space-size=1536 CICLO_NO_INSTALL=1
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
# Temporal's SDK brings its native part for every platform; this image is of one.
RUN find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +
COPY --from=build /src/ciclo-*.tgz ciclo.tgz
RUN tar -xzf ciclo.tgz --strip-components=1 && rm ciclo.tgz && mkdir -p .ciclo && chown -R node:node .ciclo
USER node
EXPOSE 3000 9464
# The port for operators answers in every part: `start`, `api` and `worker`.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CICLO_ADMIN_PORT || 9464}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli/bin.mjs"]
CMD ["start"]
