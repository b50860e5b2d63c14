/**
 * Keeps ONNX Runtime from reporting to its maker. From 1.30 its builds collect usage data, keep them
 * with an identifier of the device under the user's cache folder, and send them, unless this is set
 * when the first session is created.
 *
 * It reads the process's environment. A worker has a copy of that, so the thread that starts workers
 * has to call this before.
 */
export function forbidTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}
