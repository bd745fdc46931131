FROM node:24-slim AS build
WORKDIR /plumbline
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node node_modules/@nestjs/cli/bin/nest.js build \
 && node bundle.mjs \
 && node node_modules/vite/bin/vite.js build web --outDir ../dist/web --emptyOutDir
# The runtime is the image's own: the packages that bring one are left out.
RUN npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/.bin/node
# What the hub advises to type works in here too: nothing is left to install or build first.
RUN npm pkg set scripts.plumbline="node dist/bin/cli.js" scripts.start="node dist/bin/main.js"

FROM node:24-slim
ENV NODE_ENV=production PLUMBLINE_HOME=/var/lib/plumbline
WORKDIR /plumbline
COPY --from=build /plumbline/package.json /plumbline/LICENSE ./
COPY --from=build /plumbline/node_modules node_modules
COPY --from=build /plumbline/dist dist
# Holds the key file: whoever loses it cannot read what was sealed with it.
RUN install -d -o node -g node -m 700 /var/lib/plumbline
VOLUME /var/lib/plumbline
USER node
# The hub. A worker is the same image with the command: node dist/bin/worker.js
CMD ["node", "dist/bin/main.js"]
