package io.gemba.agent.core.journal;

/**
 * Contiguous numbers of one device.
 *
 * @param from the first
 * @param to the last, included
 */
public record SeqRange(long from, long to) {}
