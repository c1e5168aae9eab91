"""Facts of this computer that decide what its network tests mean. Readers are thin; what cannot be read is None."""
