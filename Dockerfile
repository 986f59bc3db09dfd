FROM node:20-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--max-old-space-size=1536
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
RUN mkdir -p .ciclo && chown -R node:node .ciclo
USER node
EXPOSE 3000
ENTRYPOINT ["node", "cli/bin.mjs"]
CMD ["start"]
