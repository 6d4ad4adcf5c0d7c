/** A stranger's module, which knows the one jar alone. */
module outside {
    requires org.unshatter;
}
