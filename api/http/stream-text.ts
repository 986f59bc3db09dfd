/** So much is gathered before it is handed on: a row alone would be a small packet. */
const pieceChars = 64 * 1024;

/**
 * Answers with a file that is made while it is sent: the next piece is made when the one before went out, so a slow reader holds
 * no more than one in memory. A failure breaks the answer off, so that nobody takes half of a file for all of it.
 */
export const streamText = (input: {
  texts: AsyncGenerator<string>;
  /** The content type. */
  type: string;
  /** The name under which it is saved. */
  name: string;
}): Response => {
  const { texts, type, name } = input;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        let piece = '';
        let isOver = false;
        while (piece.length < pieceChars && !isOver) {
          const { value, done } = await texts.next();
          isOver = done === true;
          piece += isOver ? '' : value;
        }
        if (piece !== '') controller.enqueue(encoder.encode(piece));
        if (isOver) controller.close();
      },
      cancel: async () => {
        await texts.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
};
