// Three languages, chosen by hand or from the browser; one file each, loaded when needed.
export const LANGUAGES = [['zh-Hant', '繁'], ['zh-Hans', '简'], ['en', 'EN']];

let words = {};
let current = 'en';

// Region before script: a browser's own matching gives English to zh-HK.
export function languageFor(tags) {
  for (const tag of tags) {
    const t = tag.toLowerCase();
    if (t.startsWith('zh')) {
      if (/hant|[-_](hk|tw|mo)\b/.test(t)) return 'zh-Hant';
      return 'zh-Hans';
    }
    if (t.startsWith('en')) return 'en';
  }
  return 'en';
}

function remembered() {
  const asked = new URLSearchParams(location.search).get('lang');
  if (LANGUAGES.some(([id]) => id === asked)) return asked;
  try {
    const kept = localStorage.getItem('gemba.lang');
    if (LANGUAGES.some(([id]) => id === kept)) return kept;
  } catch { /* storage may be forbidden */ }
  return languageFor(navigator.languages || [navigator.language || 'en']);
}

export async function use(language = remembered(), keep = false) {
  const response = await fetch(`lang/${language}.json`);
  if (!response.ok) throw new Error(`lang/${language}.json: ${response.status}`);
  words = await response.json();
  current = language;
  document.documentElement.lang = language;
  document.title = t('title');
  if (keep) {
    try { localStorage.setItem('gemba.lang', language); } catch { /* storage may be forbidden */ }
  }
}

export const language = () => current;

export const has = (key) => key in words;

export function t(key, values) {
  const text = words[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '') : text;
}

// A name in the reader's language, else in one he is likelier to read, else any.
export function named(names, otherwise) {
  if (!names) return otherwise;
  const order = current === 'en' ? ['en'] : current === 'zh-Hant' ? ['zh-Hant', 'zh-Hans', 'en'] : ['zh-Hans', 'zh-Hant', 'en'];
  for (const id of order) if (names[id]) return names[id];
  return Object.values(names)[0] || otherwise;
}
