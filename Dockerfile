# ascn-cycle: one image for the worker and the mailroom. Build: docker build -t ascn-cycle .
FROM node:22.20.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-save --no-audit --no-fund
COPY . .
RUN node setup.mjs build

FROM node:22.20.0-slim AS libraries
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm install --no-save --omit=dev --no-audit --no-fund

FROM node:22.20.0-slim
# For encrypted connections to a Temporal server; Node brings certificates of its own, Temporal's core does not.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production ASCN_HOME=/home/node/ascn
COPY --from=libraries /app/node_modules node_modules
COPY package.json ./
COPY data data
COPY activities/papers/typst activities/papers/typst
COPY activities/papers/web activities/papers/web
COPY --from=build /app/dist dist
RUN mkdir -p "$ASCN_HOME" && chown node:node "$ASCN_HOME"
USER node
VOLUME /home/node/ascn
# Says that the process runs; whether it also works is seen in Temporal's own pages.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "process.kill(1, 0)"]
CMD ["node", "dist/client/start.js"]
