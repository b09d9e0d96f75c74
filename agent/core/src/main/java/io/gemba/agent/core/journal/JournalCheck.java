package io.gemba.agent.core.journal;

import java.nio.file.Path;
import java.util.List;

/**
 * What a check of a journal's file found.
 *
 * @param blocks blocks of samples that are as they were written
 * @param samples samples in them
 * @param gaps gap records that are as they were written
 * @param damaged entries that are not; the running agent names their numbers, cause {@code corrupt}
 * @param problems what is wrong, in words; empty when all is well
 */
public record JournalCheck(
    Path file, long blocks, long samples, long gaps, long damaged, List<String> problems) {}
