import { Stack } from '@mantine/core';

import { PageHeader } from '../../../parts/page/page-header.tsx';
import { useWords } from '../../../words/language.tsx';
import { accountWords } from './account-words.ts';
import { Passkeys } from './passkeys.tsx';
import { Sessions } from './sessions.tsx';

/** How the person signs in, and where they are. */
export const Content = () => {
  const words = useWords(accountWords);
  return (
    <>
      <PageHeader title={words.account} text={words.accountText} />
      <Stack gap="xl">
        <Passkeys />
        <Sessions />
      </Stack>
    </>
  );
};
