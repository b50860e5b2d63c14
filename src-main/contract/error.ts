/**
 * Every failure a user can meet, with the exit code of the command line (sysexits-like: 2 wrong
 * use, 3 the input, 4 the output, 5 the machine, 6 a model, 70 our own fault, 130 interrupted)
 * and the HTTP status of the control server.
 */
export const ERROR_CODES = {
  usage: { exitCode: 2, httpStatus: 400 },
  'input-missing': { exitCode: 3, httpStatus: 404 },
  'input-unreadable': { exitCode: 3, httpStatus: 422 },
  'input-unsupported': { exitCode: 3, httpStatus: 415 },
  'picture-too-large': { exitCode: 3, httpStatus: 413 },
  'picture-animated': { exitCode: 3, httpStatus: 415 },
  'no-face': { exitCode: 3, httpStatus: 422 },
  'no-video-stream': { exitCode: 3, httpStatus: 422 },
  'output-unwritable': { exitCode: 4, httpStatus: 500 },
  'output-unsupported': { exitCode: 4, httpStatus: 415 },
  'disk-full': { exitCode: 4, httpStatus: 507 },
  'camera-missing': { exitCode: 3, httpStatus: 404 },
  'camera-in-use': { exitCode: 3, httpStatus: 409 },
  'camera-not-permitted': { exitCode: 3, httpStatus: 403 },
  'camera-format-unsupported': { exitCode: 3, httpStatus: 422 },
  'camera-picture-damaged': { exitCode: 3, httpStatus: 422 },
  'camera-lost': { exitCode: 3, httpStatus: 503 },
  'virtual-camera-missing': { exitCode: 4, httpStatus: 503 },
  'virtual-camera-in-use': { exitCode: 4, httpStatus: 409 },
  'virtual-camera-not-permitted': { exitCode: 4, httpStatus: 403 },
  'virtual-camera-format-kept': { exitCode: 4, httpStatus: 409 },
  'virtual-camera-wedged': { exitCode: 4, httpStatus: 503 },
  'virtual-camera-lost': { exitCode: 4, httpStatus: 503 },
  'virtual-camera-unsupported': { exitCode: 4, httpStatus: 501 },
  'ffmpeg-missing': { exitCode: 5, httpStatus: 503 },
  'ffmpeg-failed': { exitCode: 5, httpStatus: 500 },
  'addon-missing': { exitCode: 5, httpStatus: 500 },
  'provider-unavailable': { exitCode: 5, httpStatus: 503 },
  'model-missing': { exitCode: 6, httpStatus: 503 },
  'model-corrupt': { exitCode: 6, httpStatus: 503 },
  'model-mismatch': { exitCode: 6, httpStatus: 503 },
  'model-failed': { exitCode: 6, httpStatus: 500 },
  'worker-failed': { exitCode: 70, httpStatus: 500 },
  internal: { exitCode: 70, httpStatus: 500 },
  interrupted: { exitCode: 130, httpStatus: 499 },
} as const satisfies Record<string, { exitCode: number; httpStatus: number }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface MirageErrorOptions {
  /** A sentence for the user: what happened, to what. */
  message: string;
  /** What the user can do about it. */
  hint?: string | undefined;
  cause?: unknown;
}

/** What crosses a thread or process boundary in place of the error object. */
export interface SerialisedError {
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  stack?: string | undefined;
}

/** A failure with a code for programs and a sentence and a way out for people. */
export class MirageError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, { message, hint, cause }: MirageErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'MirageError';
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exitCode;
  }

  /** Wraps anything thrown; a MirageError passes through unchanged. */
  static from(thrown: unknown, code: ErrorCode = 'internal'): MirageError {
    if (thrown instanceof MirageError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new MirageError(code, { message, cause: thrown });
  }

  serialise(): SerialisedError {
    return { code: this.code, message: this.message, hint: this.hint, stack: this.stack };
  }

  static deserialise({ code, message, hint, stack }: SerialisedError): MirageError {
    const error = new MirageError(code, { message, hint });
    if (stack !== undefined) error.stack = stack;
    return error;
  }
}
