/**
 * The NVIDIA driver as Java sees it: {@link dev.jeton.generate.ffi.CudaDriver} in plain Java types,
 * one class that binds it with the Foreign Function and Memory API, and {@link
 * dev.jeton.generate.ffi.CudaLibrary} that opens it or says why not. Nothing but the driver is
 * needed: no toolkit, no native build.
 */
@NullMarked
package dev.jeton.generate.ffi;

import org.jspecify.annotations.NullMarked;
