/** Stands in `index.html` where each answer has a nonce of its own. */
export const noncePlace = '__CICLO_NONCE__';
/** Stands in `index.html` where the tenant of this engine belongs. */
export const tenantPlace = '__CICLO_TENANT__';

/**
 * The headers of the page. Scripts, styles, fonts and calls come from this engine alone. No script and no style stands in the page, but for
 * style elements with the nonce, which Mantine writes its colours into; scripts set single styles through the DOM, which the
 * policy allows. Mails are shown in frames, which the engine serves with a policy of their own.
 */
export const pageHeaders = (nonce: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex, nofollow',
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
});
