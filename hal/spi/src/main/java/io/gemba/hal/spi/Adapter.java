package io.gemba.hal.spi;

import java.io.IOException;

/**
 * One configured device: connects, emits samples, and throws when its device is gone. The host owns
 * threads, back-off, buffering and health; an adapter keeps no thread of its own beyond those
 * inside its protocol library.
 *
 * <p>The rules (the contract kit has a test for each, under the same name):
 *
 * <ul>
 *   <li><b>HAL-1</b> {@link AdapterFactory#create} does no I/O and starts no thread.
 *   <li><b>HAL-2</b> an interrupt ends {@link #run} within two seconds, by {@link
 *       InterruptedException}.
 *   <li><b>HAL-3</b> loss of the device, or its absence at the start, makes {@link #run} throw
 *       {@link IOException} with a message for people; it never returns normally and never retries
 *       by itself.
 *   <li><b>HAL-4</b> after {@link #run} ended no thread, socket or file of this adapter survives.
 *   <li><b>HAL-5</b> quality and source time are the device's, never made better or newer.
 *   <li><b>HAL-6</b> bad configuration is refused by {@link AdapterFactory#create} with a {@link
 *       ConfigException} that names the key.
 *   <li><b>HAL-7</b> one bad point is bad alone: the others flow, and the bad one is a bad sample
 *       and a {@link DeviceContext#pointProblem}.
 *   <li><b>HAL-8</b> {@link #run} may be called again after it threw, and then works when the
 *       device is back.
 * </ul>
 */
public interface Adapter {

  /**
   * Reads the device until it is lost or the thread is interrupted. The host calls it on a named
   * thread of its own, with the context class loader set to the adapter's; never twice at a time.
   *
   * @throws IOException when the device cannot be reached or was lost: what happened, at which
   *     address, what to try
   * @throws InterruptedException when the host wants it to end
   */
  void run(DeviceContext context) throws IOException, InterruptedException;
}
