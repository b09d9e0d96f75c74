package io.gemba.cloud.mqtt;

/**
 * What goes onto the wire, ready to be published.
 *
 * @param topic where
 * @param payload not to be changed any more
 * @param retained whether the broker keeps it for later subscribers
 * @param deflated whether the payload is compressed (RFC 1950)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying payloads is what costs
record Message(String topic, byte[] payload, boolean retained, boolean deflated) {}
