import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi } from '../../app/session.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { ConversationMessage } from './conversation-row.ts';
import { serviceWords } from './words.ts';

type File = ConversationMessage['files'][number];

const kilo = 1000;

const FileButton = ({ message, file }: { message: ConversationMessage; file: File }) => {
  const words = useWords(serviceWords);
  const format = useFormat();
  const notice = useNotice();
  const api = useApi();
  const load = useMutation({
    mutationFn: async () => {
      const params = { path: { id: message.conversation, file: file.id }, query: { message: message.id } };
      const call = api.GET('/api/conversations/{id}/files/{file}', { params, parseAs: 'blob' });
      saveFile({ bytes: await ask(call), name: file.name });
    },
    onError: notice.failed,
  });
  const size = `${format.number(Math.ceil(file.size / kilo))} kB`;
  return (
    <Button
      size="xs"
      variant="default"
      maw="100%"
      loading={load.isPending}
      aria-label={words.download(file.name, size)}
      onClick={() => load.mutate()}
    >
      {file.name} ({size})
    </Button>
  );
};

/** The files of a message as downloads, and those that were left out. */
export const MessageFiles = ({ message }: { message: ConversationMessage }) => {
  const words = useWords(serviceWords);
  const { files, leftOut = [] } = message;
  const whys = {
    'too-many': words.why_too_many,
    'too-large': words.why_too_large,
    'not-allowed': words.why_not_allowed,
  };
  return (
    <>
      {files.length === 0 ? null : (
        <Group gap="xs" my="xs">
          {files.map((file) => (
            <FileButton key={file.id} message={message} file={file} />
          ))}
        </Group>
      )}
      {leftOut.length === 0 ? null : (
        <Text size="sm" my="xs">
          {words.left_out} {leftOut.map(({ name, why }) => `${name} (${whys[why]})`).join(', ')}
        </Text>
      )}
    </>
  );
};
