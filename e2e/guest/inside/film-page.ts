/**
 * A page that opens a camera by its label and posts pictures of it: one for each the browser shows,
 * as fast as they are taken. WISH stands for the label and the seconds.
 */
export const FILM_PAGE = `<!doctype html>
<video autoplay muted playsinline></video>
<script type="module">
  const { label, seconds } = WISH;
  const post = (path, body) => fetch(path, { method: 'POST', body });

  async function film() {
    const media = navigator.mediaDevices;
    // Labels are told only to pages that may use a camera.
    const first = await media.getUserMedia({ video: true });
    first.getTracks().forEach((track) => track.stop());
    const cameras = (await media.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
    await post('/labels', JSON.stringify(cameras.map(({ label }) => label)));
    const camera = cameras.find((camera) => camera.label.includes(label));
    if (camera === undefined) throw new Error('There is no camera ' + label + '.');

    const video = document.querySelector('video');
    const deviceId = { exact: camera.deviceId };
    video.srcObject = await media.getUserMedia({ video: { deviceId } });
    await video.play();
    const { videoWidth: width, videoHeight: height } = video;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const endMs = performance.now() + 1000 * seconds;
    while (performance.now() < endMs) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      await post('/picture?width=' + width + '&height=' + height, data);
    }
  }

  film().then(
    () => post('/over'),
    (error) => post('/failed', error.name + ': ' + error.message),
  );
</script>
`;
