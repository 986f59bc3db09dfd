import { describe, expect, it } from 'vitest';

import { shareLink, shareNetworks } from './share-links.ts';

describe('a link to share a link', () => {
  it.each(shareNetworks)('of %s carries the whole address, and says where it was shared', (network) => {
    const link = shareLink({ network, url: 'https://shop.example/r/ANA?x=1&y=2', text: 'Tea & more \ud800' });
    expect(decodeURIComponent(link ?? '')).toContain(`https://shop.example/r/ANA?x=1&y=2&via=${network}`);
    expect(() => new URL(link ?? '')).not.toThrow();
  });

  it('does not exist for a network that nobody knows', () => {
    expect(shareLink({ network: 'constructor', url: 'https://shop.example', text: '' })).toBeUndefined();
  });
});
