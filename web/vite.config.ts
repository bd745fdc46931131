import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    // Nothing is inlined: the pages are served under a policy that takes code and styles from files of ours only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
