import { Button, Divider, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';

import { readWays } from '../../api/auth.ts';
import { enterWithPasskey, hasPasskeys } from '../../api/passkeys.ts';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useWords } from '../../words/language.tsx';
import { useTenant } from '../tenant.tsx';
import { signInWords } from './sign-in-words.ts';
import { useEntered } from './use-entered.ts';

/** Ways in besides a password, as far as engine and browser have them. */
export const OtherWays = () => {
  const words = useWords(signInWords);
  const { tenant } = useTenant();
  const { back, entered } = useEntered();
  const ways = useQuery({ queryKey: ['ways', tenant], queryFn: () => readWays(tenant), retry: false });
  const passkey = useMutation({
    mutationFn: () => enterWithPasskey({ tenant }),
    onSuccess: async (isIn) => {
      if (isIn) await entered();
    },
  });
  const { provider = null, passkeys = false } = ways.data ?? {};
  const isOffered = passkeys && hasPasskeys();
  if (provider === null && !isOffered) return null;
  const to = `/auth/${encodeURIComponent(tenant)}/provider?back=${encodeURIComponent(back)}`;
  return (
    <Stack>
      <Divider label={words.or} />
      {isOffered ? (
        <Button variant="default" loading={passkey.isPending} onClick={() => passkey.mutate()}>
          {words.withPasskey}
        </Button>
      ) : null}
      {passkey.isError ? <ProblemAlert error={passkey.error} /> : null}
      {provider === null ? null : (
        <Button component="a" href={to} variant="default">
          {words.withProvider(provider)}
        </Button>
      )}
    </Stack>
  );
};
