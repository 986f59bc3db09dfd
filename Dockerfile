FROM node:20-bookworm-slim
# What is installed here is what runs: nothing is looked for at start.
ENV NODE_ENV=production NODE_OPTIONS=--max-old-space-size=1536 CICLO_NO_INSTALL=1
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
RUN mkdir -p .ciclo && chown -R node:node .ciclo
USER node
EXPOSE 3000
ENTRYPOINT ["node", "cli/bin.mjs"]
CMD ["start"]
