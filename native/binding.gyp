{
  'variables': {
    # 'vector' is what ships. 'scalar' is the yardstick of the benchmark, 'sanitize' finds memory
    # errors (tools/native-variant.ts builds both, each into a folder of its own).
    'mirage_variant%': 'vector',
  },
  'targets': [
    {
      'target_name': 'mirage',
      'sources': [
        'src/addon.cc',
        'src/atlas_sampling.cc',
        'src/blur.cc',
        'src/face_render.cc',
        'src/letterbox.cc',
        'src/mesh.cc',
        'src/named_memory.cc',
        'src/nv12.cc',
        'src/obs_queue.cc',
        'src/obs_queue_writer.cc',
        'src/paste.cc',
        'src/place.cc',
        'src/scale.cc',
        'src/soft_polygon.cc',
        'src/span.cc',
        'src/warp.cc',
        'src/yuv.cc',
        'src/yuv_rows.cc',
      ],
      'include_dirs': ["<!(node -p \"require('node-addon-api').include_dir\")"],
      # Errors travel as C++ exceptions up to the border, std::bad_alloc included.
      'defines': ['NAPI_VERSION=8', 'NODE_ADDON_API_CPP_EXCEPTIONS_ALL'],
      'cflags_cc!': ['-fno-exceptions', '-std=gnu++17', '-std=gnu++20'],
      # No fused multiply-add unless written: the same picture on every machine. The other two drop
      # only errno and floating-point traps, which nobody reads and which block vectorising.
      'cflags_cc': [
        '-std=c++17', '-fexceptions', '-fvisibility=hidden', '-Wall', '-Wextra',
        '-ffp-contract=off', '-fno-math-errno', '-fno-trapping-math',
      ],
      'xcode_settings': {
        'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
        'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
        'GCC_OPTIMIZATION_LEVEL': '3',
        'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
        'MACOSX_DEPLOYMENT_TARGET': '11.0',
        'OTHER_CPLUSPLUSFLAGS': ['-ffp-contract=off', '-fno-math-errno', '-fno-trapping-math'],
      },
      'msvs_settings': {
        'VCCLCompilerTool': {
          'ExceptionHandling': 1,
          'AdditionalOptions': ['/std:c++17', '/fp:precise'],
        },
      },
      'conditions': [
        ['OS=="linux"', {
          'sources': [
            'src/event_loop_poll.cc',
            'src/v4l2_addon.cc',
            'src/v4l2_capture.cc',
            'src/v4l2_capture_stream.cc',
            'src/v4l2_describe.cc',
            'src/v4l2_device.cc',
            'src/v4l2_output.cc',
            'src/v4l2_picture.cc',
          ],
        }],
        ['OS=="win"', { 'defines': ['_HAS_EXCEPTIONS=1', 'NOMINMAX'] }],
        ['mirage_variant=="scalar"', {
          'defines': ['MIRAGE_NATIVE_SCALAR'],
          'cflags_cc': ['-fno-tree-vectorize', '-fno-tree-slp-vectorize'],
          'xcode_settings': { 'OTHER_CPLUSPLUSFLAGS': ['-fno-vectorize', '-fno-slp-vectorize'] },
        }],
        ['mirage_variant=="sanitize"', {
          'defines': ['MIRAGE_NATIVE_SANITIZE'],
          'cflags_cc!': ['-O3'],
          # The vptr check needs run-time type information, which Node's own flags turn off.
          'cflags_cc': [
            '-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize=vptr',
            '-fno-sanitize-recover=undefined', '-fno-omit-frame-pointer',
          ],
          'ldflags': ['-fsanitize=address,undefined'],
        }],
      ],
    },
  ],
}
