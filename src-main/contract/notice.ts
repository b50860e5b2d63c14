import { z } from 'zod';

/** Something the user should know that stopped nothing: a fallback, a conversion, a loss. */
export const noticeSchema = z.object({
  /** For programs: lower case, hyphens, stable between versions. */
  code: z.string(),
  /** One sentence for people. */
  message: z.string(),
});

export type Notice = z.infer<typeof noticeSchema>;
