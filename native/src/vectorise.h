// Compiler hints for the inner loops.
#pragma once

#if defined(_MSC_VER)
#define MIRAGE_RESTRICT __restrict
#define MIRAGE_INLINE __forceinline
#else
#define MIRAGE_RESTRICT __restrict__
#define MIRAGE_INLINE inline __attribute__((always_inline))
#endif

// Marks a function over plain pointers that is compiled twice, for AVX2 and for any x86-64; the
// loader picks one. What it calls in its loop must be MIRAGE_INLINE to be compiled along with it.
// GCC on Linux alone: other compilers and machines use their baseline (SSE2, NEON). Not under the
// sanitizers: the loader's choice runs before their run-time is set up.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && __GNUC__ >= 12 && \
    !defined(MIRAGE_NATIVE_SCALAR) && !defined(MIRAGE_NATIVE_SANITIZE)
#define MIRAGE_VECTORISED __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define MIRAGE_VECTORISED
#endif
