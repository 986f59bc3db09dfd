import { Button, Card, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi } from '../../../app/session.tsx';
import { CopyText } from '../../../parts/copy-text.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { keysWords } from './keys-words.ts';

/** The secret with which a shop proves who a visitor is; it is asked for only when somebody wants to see it. */
export const IdentitySecret = () => {
  const words = useWords(keysWords);
  const api = useApi();
  const show = useMutation({ mutationFn: () => ask(api.GET('/api/keys/identity-secret')) });
  return (
    <Card withBorder component="section" mt="xl" aria-labelledby="identity-secret">
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h4" id="identity-secret">
          {words.secretTitle}
        </Title>
        <Text size="sm" c="dimmed" maw="44rem">
          {words.secretText}
        </Text>
        {show.isError ? <ProblemAlert error={show.error} /> : null}
        {show.isSuccess ? (
          <CopyText label={words.secret} value={show.data.secret} />
        ) : (
          <Button variant="default" loading={show.isPending} onClick={() => show.mutate()}>
            {words.showSecret}
          </Button>
        )}
      </Stack>
    </Card>
  );
};
