import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

/** Where an engine answers while the studio is worked on with `npx vite studio`: at `CICLO_URL`. */
const { CICLO_URL: engine = 'http://localhost:3000' } = loadEnv('', import.meta.dirname, 'CICLO_URL');

export default defineConfig({
  root: import.meta.dirname,
  base: '/studio/',
  plugins: [react()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, manifest: true },
  server: { proxy: { '/api': engine, '/auth': engine, '/studio/openapi.json': engine } },
});
