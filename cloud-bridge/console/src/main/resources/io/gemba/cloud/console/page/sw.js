// Keeps the page's files, so that it opens without a connection. What the console knows is never kept here.
const VERSION = '@VERSION@';
const FILES = '@FILES@'.split(' ');
const NAME = `gemba-${VERSION}`;

self.addEventListener('install', (e) => e.waitUntil((async () => {
  const cache = await caches.open(NAME);
  await cache.addAll(FILES.map((f) => new Request(f, { cache: 'no-cache' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', (e) => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('gemba-') && name !== NAME) await caches.delete(name);
  await self.clients.claim();
})()));

// All files of one version together, or all from the console: never a mixture.
self.addEventListener('fetch', (e) => {
  const path = new URL(e.request.url).pathname.slice(new URL(self.registration.scope).pathname.length);
  const name = path === '' ? './' : path;
  if (e.request.method !== 'GET' || !FILES.includes(name)) return;
  e.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(name)) || fetch(e.request)));
});
