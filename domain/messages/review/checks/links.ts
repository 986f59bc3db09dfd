import { anchorsOf, unique, webHost } from '../anchors.ts';
import type { Check } from '../check.ts';

/** Services that hide where a link leads, which spammers like too. */
const shorteners = new Set([
  'bit.ly',
  'tinyurl.com',
  't.co',
  'goo.gl',
  'ow.ly',
  'is.gd',
  'buff.ly',
  'rebrand.ly',
  'cutt.ly',
  'shorturl.at',
]);

export const deadLink: Check = {
  code: 'dead-link',
  severity: 'error',
  words: {
    en: {
      message: ({ text }) => `The link “${text}” leads nowhere.`,
      hint: 'Give it an address that begins with `https://`.',
    },
    es: {
      message: ({ text }) => `El enlace «${text}» no lleva a ninguna parte.`,
      hint: 'Dale una dirección que empiece por `https://`.',
    },
  },
  find: ({ html }) =>
    unique(
      anchorsOf(html)
        .filter(({ href, text }) => (href === '' || href === '#') && text !== '')
        .map(({ text }) => text),
    ).map((text) => ({ text })),
};

export const insecureLink: Check = {
  code: 'insecure-link',
  severity: 'warning',
  words: {
    en: {
      message: ({ host }) => `A link to ${host} begins with \`http://\`.`,
      hint: 'Write `https://`: browsers warn of the other, and filters count it.',
    },
    es: {
      message: ({ host }) => `Un enlace a ${host} empieza por \`http://\`.`,
      hint: 'Escribe `https://`: los navegadores avisan del otro y los filtros lo tienen en cuenta.',
    },
  },
  find: ({ html }) =>
    unique(anchorsOf(html).flatMap(({ href }) => (/^http:/i.test(href) ? [webHost(href) ?? href] : []))).map(
      (host) => ({ host }),
    ),
};

export const shortenedLink: Check = {
  code: 'shortened-link',
  severity: 'warning',
  words: {
    en: {
      message: ({ host }) => `A link goes over the shortener ${host}.`,
      hint: 'Write the address itself: filters distrust shortened links.',
    },
    es: {
      message: ({ host }) => `Un enlace pasa por el acortador ${host}.`,
      hint: 'Escribe la dirección completa: los filtros desconfían de los enlaces acortados.',
    },
  },
  find: ({ html }) =>
    unique(anchorsOf(html).flatMap(({ href }) => webHost(href) ?? []))
      .filter((host) => shorteners.has(host))
      .map((host) => ({ host })),
};

export const misleadingLink: Check = {
  code: 'misleading-link',
  severity: 'error',
  words: {
    en: {
      message: ({ shown, host }) => `A link shows ${shown} and leads to ${host}.`,
      hint: 'Show words instead of an address: this is what phishing looks like.',
    },
    es: {
      message: ({ shown, host }) => `Un enlace muestra ${shown} y lleva a ${host}.`,
      hint: 'Muestra palabras en vez de una dirección: así es como se ve el phishing.',
    },
  },
  find: ({ html }) =>
    anchorsOf(html).flatMap(({ href, text }) => {
      const written = /^(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?$/i.exec(text)?.[1];
      const host = webHost(href);
      const shown = written === undefined ? undefined : webHost(`https://${written}`);
      if (shown === undefined || host === undefined || shown === host || host.endsWith(`.${shown}`))
        return [];
      return [{ shown, host }];
    }),
};
