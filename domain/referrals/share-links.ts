/** Where a link can be shared by a link of the network itself, without a script of it. */
export const shareNetworks = [
  'whatsapp',
  'telegram',
  'facebook',
  'x',
  'linkedin',
  'bluesky',
  'email',
] as const;
export type ShareNetwork = (typeof shareNetworks)[number];

const addresses: Readonly<Record<ShareNetwork, (text: string, url: string) => string>> = {
  whatsapp: (text, url) => `https://wa.me/?text=${text}%20${url}`,
  telegram: (text, url) => `https://t.me/share/url?url=${url}&text=${text}`,
  facebook: (_text, url) => `https://www.facebook.com/sharer/sharer.php?u=${url}`,
  x: (text, url) => `https://x.com/intent/post?text=${text}&url=${url}`,
  linkedin: (_text, url) => `https://www.linkedin.com/sharing/share-offsite/?url=${url}`,
  bluesky: (text, url) => `https://bsky.app/intent/compose?text=${text}%20${url}`,
  email: (text, url) => `mailto:?subject=${text}&body=${text}%0A%0A${url}`,
};

const isNetwork = (name: string): name is ShareNetwork => shareNetworks.some((one) => one === name);

/**
 * The address at which a network asks somebody to share `url` with `text`; undefined for a network that there is not. The shared link says in `via`
 * where it was shared, so visits are counted by network. Facebook and LinkedIn take no text.
 */
export const shareLink = (input: { network: string; url: string; text: string }): string | undefined => {
  const { network, url, text } = input;
  if (!isNetwork(network)) return undefined;
  const shared = `${url}${url.includes('?') ? '&' : '?'}via=${network}`;
  // A lone half of a surrogate pair would throw.
  return addresses[network](
    encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd')),
    encodeURIComponent(shared),
  );
};
