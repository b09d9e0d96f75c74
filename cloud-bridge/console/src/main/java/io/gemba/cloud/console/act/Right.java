package io.gemba.cloud.console.act;

/** What somebody needs to be allowed; each includes the ones before. */
public enum Right {
  VIEW,
  OPERATE,
  ADMINISTER
}
