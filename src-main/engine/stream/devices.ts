import { openVirtualCamera } from '../../devices/virtual-camera/open-virtual-camera.ts';
import { RecordingSink } from '../../video/sinks/recording-sink.ts';
import { createSource } from './create-source.ts';
import type { StreamDevices } from './requests.ts';

/** What the stream worker opens outside of tests. */
export const DEVICES: StreamDevices = {
  createSource,
  openVirtualCamera: (choice) => openVirtualCamera(choice),
  createRecording: (choice) => new RecordingSink(choice),
};
