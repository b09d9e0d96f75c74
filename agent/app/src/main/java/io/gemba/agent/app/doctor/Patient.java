package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at.
 *
 * @param file the configuration's file
 * @param config what it says; empty when it is wrong
 * @param configProblems why it is wrong
 * @param adapters the usable ones by name
 * @param brokenAdapters those that cannot be used, with the reason
 * @param certificates what servers showed
 * @param agent the status of the running agent as a tree of JSON; null when none runs
 * @param configOption how commands find this configuration, with a space in front; may be empty
 */
public record Patient(
    Path file,
    Optional<AgentConfig> config,
    List<String> configProblems,
    Map<String, AdapterFactory> adapters,
    Map<String, String> brokenAdapters,
    List<Shown> certificates,
    @Nullable Map<String, Object> agent,
    String configOption) {}
