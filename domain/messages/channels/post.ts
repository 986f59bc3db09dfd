import { parsePostalText, postalAddressOf, postalKey, postalText } from '../post/postal-address.ts';
import type { ChannelType } from './channel-type.ts';

/** Printed letters, to the postal address of the person. */
export const post: ChannelType = {
  channel: 'post',
  address: 'address',
  normalise: (text) => {
    const address = parsePostalText(text);
    return address === undefined ? undefined : postalText(address);
  },
  composed: {
    keyOf: postalKey,
    readIn: (traits) => {
      const read = postalAddressOf(traits);
      if (read === undefined || !read.ok) return read;
      return { ok: true, address: postalText(read.address) };
    },
  },
  told: true,
  body: 'page',
  // Two letters are two letters; a connector looks whether the first was made.
  repeatable: false,
  // It arrives days later, at no hour of ours.
  anyHour: true,
  optOutWords: false,
  names: { en: 'letter', es: 'carta' },
};
