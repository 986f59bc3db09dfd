import { Button, Divider, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';

import { readWays } from '../../api/auth.ts';
import { useWords } from '../../words/language.tsx';
import { useTenant } from '../tenant.tsx';
import { signInWords } from './sign-in-words.ts';

/** Ways in besides a password, as far as the engine has them. */
export const OtherWays = () => {
  const words = useWords(signInWords);
  const { tenant } = useTenant();
  const { search } = useLocation();
  const back: unknown = Reflect.get(search, 'back');
  const ways = useQuery({ queryKey: ['ways', tenant], queryFn: () => readWays(tenant), retry: false });
  const provider = ways.data?.provider ?? null;
  if (provider === null) return null;
  const to = `/auth/${encodeURIComponent(tenant)}/provider${typeof back === 'string' ? `?back=${encodeURIComponent(back)}` : ''}`;
  return (
    <Stack>
      <Divider label={words.or} />
      <Button component="a" href={to} variant="default">
        {words.withProvider(provider)}
      </Button>
    </Stack>
  );
};
